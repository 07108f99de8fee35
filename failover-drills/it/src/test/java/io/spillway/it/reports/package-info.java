/** What drills write about real fleets. */
@NullMarked
package io.spillway.it.reports;

import org.jspecify.annotations.NullMarked;
