/** Who of several registry-syncs leads. */
@NullMarked
package io.spillway.control.imports.lead;

import org.jspecify.annotations.NullMarked;
