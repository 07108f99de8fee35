/** Deliberate offenders against the rules of the house. */
@NullMarked
package io.spillway.sync.sample;

import org.jspecify.annotations.NullMarked;
