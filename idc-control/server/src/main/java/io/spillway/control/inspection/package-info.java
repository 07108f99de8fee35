/**
 * What an inspection looks at ({@link io.spillway.control.inspection.Inspected}: all that one node knows of its IDC) and what
 * it collects ({@link io.spillway.control.inspection.Findings}). The rules are in {@code rule}.
 */
@NullMarked
package io.spillway.control.inspection;

import org.jspecify.annotations.NullMarked;
