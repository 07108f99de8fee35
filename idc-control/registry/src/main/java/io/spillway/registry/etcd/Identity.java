package io.spillway.registry.etcd;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Which registry this is. etcd's own cluster id is not enough: it is a hash of the members' addresses, so a wiped data
 * folder, or one restored from an old copy, comes back with the same id. Therefore a random token stands under a key of
 * ours; every acceptance writes a new one that names its predecessor, so that the other nodes follow without being asked.
 *
 * @param cluster etcd's cluster id
 * @param token random; empty when there is none in the registry
 * @param previous the token before the last acceptance; empty at first
 * @param epoch from 1, grows with each acceptance
 * @param modRevision revision of the identity key; every commit compares it
 */
record Identity(long cluster, String token, String previous, long epoch, long modRevision) {

    static final String BLANK = "blank";

    /** Returns the first identity of a registry that has none yet. */
    static Identity first(Identity blank, RandomGenerator random) {
        return new Identity(blank.cluster, newToken(random), "", 1, blank.modRevision);
    }

    /** Returns what a registry becomes that an operator accepts in this one's place. */
    Identity succeededBy(Identity found, RandomGenerator random) {
        return new Identity(found.cluster, newToken(random), token, Math.max(epoch, found.epoch) + 1,
                found.modRevision);
    }

    /** Returns the same, written with that revision. */
    Identity writtenAt(long revision) {
        return new Identity(cluster, token, previous, epoch, revision);
    }

    private static String newToken(RandomGenerator random) {
        return Long.toHexString(random.nextLong() | 1L << 63);
    }

    /** What people see and type. */
    String id() {
        return Long.toHexString(cluster) + "-" + (token.isEmpty() ? BLANK : token);
    }

    byte[] value() {
        return ("token=" + token + "\nprevious=" + previous + "\nepoch=" + epoch + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what stands under the identity key; a value that cannot be read is no identity. */
    static Identity read(long cluster, byte @Nullable [] value, long modRevision) {
        Map<String, String> fields = value == null ? Map.of() : fields(new String(value, StandardCharsets.UTF_8));
        String token = fields.getOrDefault("token", "");
        String epoch = fields.getOrDefault("epoch", "");
        if (token.isEmpty() || !epoch.matches("[0-9]{1,18}")) {
            return new Identity(cluster, "", "", 0, modRevision);
        }
        return new Identity(cluster, token, fields.getOrDefault("previous", ""), Long.parseLong(epoch), modRevision);
    }

    static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return fields;
    }
}
