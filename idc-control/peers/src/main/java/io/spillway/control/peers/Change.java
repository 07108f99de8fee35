package io.spillway.control.peers;

import java.util.Base64;

/** What happens to one resource of a peer. */
public sealed interface Change {

    /** Returns the resource's type URL, {@code type.googleapis.com/...}. */
    String typeUrl();

    /** Returns the resource's name. */
    String name();

    /** Returns the line that tells a peer of it. */
    String line();

    /** Returns the change that adds a resource or replaces it, from the bytes of the message without an Any around it. */
    static Put put(String typeUrl, String name, String version, byte[] resource) {
        return new Put(typeUrl, name, version, Base64.getEncoder().encodeToString(resource));
    }

    /**
     * Adds a resource or replaces it.
     *
     * @param version what the server says its version is, when its cache takes one from outside; no blanks
     * @param base64 the serialised resource message, without an Any around it, in base64
     */
    record Put(String typeUrl, String name, String version, String base64) implements Change {
        public Put {
            word("type URL", typeUrl);
            word("name", name);
            word("version", version);
            word("resource", base64);
        }

        @Override
        public String line() {
            return "PUT " + typeUrl + ' ' + name + ' ' + version + ' ' + base64;
        }
    }

    /** Removes a resource. */
    record Remove(String typeUrl, String name) implements Change {
        public Remove {
            word("type URL", typeUrl);
            word("name", name);
        }

        @Override
        public String line() {
            return "REMOVE " + typeUrl + ' ' + name;
        }
    }

    private static void word(String what, String value) {
        if (value.isEmpty() || value.chars().anyMatch(one -> one <= ' ')) {
            throw new IllegalArgumentException(what + " '" + value + "': expected a word without blanks");
        }
    }
}
