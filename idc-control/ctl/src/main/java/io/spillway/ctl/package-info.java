/** The operator's command. */
@NullMarked
package io.spillway.ctl;

import org.jspecify.annotations.NullMarked;
