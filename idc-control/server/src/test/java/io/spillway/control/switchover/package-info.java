/** What tests of switch-overs have in common. */
@NullMarked
package io.spillway.control.switchover;

import org.jspecify.annotations.NullMarked;
