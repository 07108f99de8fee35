/**
 * What registry-sync reports of the other IDCs. Start at {@link io.spillway.control.imports.ImportServer}; what may be
 * applied is decided in {@link io.spillway.control.imports.ImportGuard}.
 */
@NullMarked
package io.spillway.control.imports;

import org.jspecify.annotations.NullMarked;
