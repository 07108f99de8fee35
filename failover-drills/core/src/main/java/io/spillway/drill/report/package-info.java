/** Report folders: JSON, HTML, Markdown, JUnit XML. Start at {@link io.spillway.drill.report.ReportFolder}. */
@NullMarked
package io.spillway.drill.report;

import org.jspecify.annotations.NullMarked;
