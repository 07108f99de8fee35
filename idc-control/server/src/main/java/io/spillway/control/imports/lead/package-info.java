/**
 * Which registry-sync of this IDC leads: only what it reports is written. Start at
 * {@link io.spillway.control.imports.lead.Leadership}.
 */
@NullMarked
package io.spillway.control.imports.lead;

import org.jspecify.annotations.NullMarked;
