package io.spillway.control.service;

import io.spillway.model.resource.Kind;
import org.jspecify.annotations.Nullable;

/** A deletion. {@code ifMatch}, when given, is the revision that must be current. */
public record DeleteRequest(Kind kind, String name, boolean dryRun, @Nullable Long ifMatch, String author) {}
