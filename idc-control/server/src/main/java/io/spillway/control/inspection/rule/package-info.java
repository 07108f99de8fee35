/**
 * The rules of an inspection, one class each and pure. {@link io.spillway.control.inspection.rule.Rules} lists them,
 * {@link io.spillway.control.inspection.rule.Inspection} runs them.
 */
@NullMarked
package io.spillway.control.inspection.rule;

import org.jspecify.annotations.NullMarked;
