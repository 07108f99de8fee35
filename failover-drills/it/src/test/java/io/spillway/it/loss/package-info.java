/** What users see when a gateway loses its control plane. */
@NullMarked
package io.spillway.it.loss;

import org.jspecify.annotations.NullMarked;
