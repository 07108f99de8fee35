/** Deliberate offenders against the rules of the house. */
@NullMarked
package io.spillway.control.admin.sample;

import org.jspecify.annotations.NullMarked;
