/**
 * The resources that operators and services write: one record per kind. Records hold what was said; whether it is allowed
 * is judged when a document is decoded and in {@code io.spillway.model.validation}. Start at
 * {@link io.spillway.model.resource.Resource}.
 */
@NullMarked
package io.spillway.model.resource;

import org.jspecify.annotations.NullMarked;
