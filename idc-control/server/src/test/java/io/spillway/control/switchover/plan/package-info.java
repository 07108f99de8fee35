@NullMarked
package io.spillway.control.switchover.plan;

import org.jspecify.annotations.NullMarked;
