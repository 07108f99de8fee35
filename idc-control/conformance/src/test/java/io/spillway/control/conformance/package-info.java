/** The suite against our own server, against servers that are broken on purpose, and its command line. */
@NullMarked
package io.spillway.control.conformance;

import org.jspecify.annotations.NullMarked;
