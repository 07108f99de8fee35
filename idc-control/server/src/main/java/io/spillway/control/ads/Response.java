package io.spillway.control.ads;

import java.util.List;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * One response on its way, or about to be sent.
 *
 * @param items  what is new to the client, with its causes
 * @param others what is repeated because the protocol wants the whole world
 */
record Response(ResourceType type, List<Item> items, List<Versioned> others) {

    /** One resource that is new to the client; null content: it is gone. */
    record Item(String name, @Nullable Versioned content, List<Push> pushes) {}
}
