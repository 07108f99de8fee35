/**
 * What an operator sees at a glance: one document made of what one control node knows. Pure; knows nothing of HTTP. Start at
 * {@link io.spillway.control.overview.Overviews}.
 */
@NullMarked
package io.spillway.control.overview;

import org.jspecify.annotations.NullMarked;
