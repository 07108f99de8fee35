/** Tests of the bench itself. */
@NullMarked
package io.spillway.gateway.bench.report;

import org.jspecify.annotations.NullMarked;
