/** Tests of the rules of an inspection. */
@NullMarked
package io.spillway.control.inspection.rule;

import org.jspecify.annotations.NullMarked;
