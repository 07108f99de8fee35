package io.spillway.control.peers.server;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import com.google.protobuf.InvalidProtocolBufferException;

/** Turns lines into changes. Between {@code BEGIN} and {@code COMMIT} they are collected, and published as one. */
final class Commands {
    private static final String EXPECTED = "PUT typeUrl name version base64, REMOVE typeUrl name, BEGIN or COMMIT";

    private final HeldResources held;
    private final List<Runnable> pending = new ArrayList<>();
    private boolean open;

    Commands(HeldResources held) {
        this.held = held;
    }

    /** Does what a line asks and returns the line to print. */
    String answer(String line) {
        try {
            act(line.strip().split("\\s+"));
            return "OK";
        } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
            return "ERROR " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    private void act(String[] words) throws InvalidProtocolBufferException {
        switch (words[0] + ' ' + (words.length - 1)) {
            case "PUT 4" -> {
                HeldType<?> type = held.type(words[1]);
                take(type.put(words[2], words[3], Base64.getDecoder().decode(words[4])));
            }
            case "REMOVE 2" -> {
                HeldType<?> type = held.type(words[1]);
                take(() -> type.remove(words[2]));
            }
            case "BEGIN 0" -> {
                if (open) {
                    throw new IllegalArgumentException("BEGIN inside of BEGIN, expected COMMIT first");
                }
                open = true;
            }
            case "COMMIT 0" -> {
                if (!open) {
                    throw new IllegalArgumentException("COMMIT without BEGIN");
                }
                open = false;
                pending.forEach(Runnable::run);
                pending.clear();
                held.publish();
            }
            default -> throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "%s with %d arguments is unknown, expected %s", words[0], words.length - 1, EXPECTED));
        }
    }

    private void take(Runnable change) {
        if (open) {
            pending.add(change);
        } else {
            change.run();
            held.publish();
        }
    }
}
