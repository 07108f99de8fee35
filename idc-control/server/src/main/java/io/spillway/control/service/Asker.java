package io.spillway.control.service;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for a write, where one person alone may not do everything.
 *
 * @param person   who, whatever credential he showed
 * @param actor    his credential
 * @param call     as in {@code DELETE /v1/services/pay}
 * @param approval id of an approval that he makes use of; null: he has none
 * @param always   whether all that needs two persons does; else only what moves more of a DrGroup than its limits let one decide
 */
public record Asker(String person, String actor, String call, @Nullable String approval, boolean always) {}
