/** What is written of a run: JUnit XML, JSON, Markdown tables. */
@NullMarked
package io.spillway.control.conformance.report;

import org.jspecify.annotations.NullMarked;
