/**
 * Whether a write fits to what is there: pure functions over a view of all resources. Start at
 * {@link io.spillway.model.validation.WriteValidation}.
 */
@NullMarked
package io.spillway.model.validation;

import org.jspecify.annotations.NullMarked;
