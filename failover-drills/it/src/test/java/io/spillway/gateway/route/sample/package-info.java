/** Deliberate offenders against the rules of the house. */
@NullMarked
package io.spillway.gateway.route.sample;

import org.jspecify.annotations.NullMarked;
