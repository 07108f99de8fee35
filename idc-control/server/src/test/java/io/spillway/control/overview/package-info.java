/** What an operator sees at a glance, made of scripted knowledge. Start at {@link io.spillway.control.overview.OverviewsTest}. */
@NullMarked
package io.spillway.control.overview;

import org.jspecify.annotations.NullMarked;
