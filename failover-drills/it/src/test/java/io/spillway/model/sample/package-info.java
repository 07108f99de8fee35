/** Deliberate offenders against the rules of the house. */
@NullMarked
package io.spillway.model.sample;

import org.jspecify.annotations.NullMarked;
