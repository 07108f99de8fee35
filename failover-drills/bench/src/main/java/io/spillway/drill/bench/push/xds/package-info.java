/** What peers are told to serve. The only package of the bench that builds xDS. */
@NullMarked
package io.spillway.drill.bench.push.xds;

import org.jspecify.annotations.NullMarked;
