package io.spillway.drill.mock.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A response, delta or state of the world, as places in its octets. Filled by a {@link ResponseWalker}, valid until that
 * walks the next one; belongs to the thread that walks.
 */
public final class ResponseView {

    /** Places and lengths of one resource: name, version, body and the body's type URL. */
    private static final int FIELDS = 8;
    private static final int FIRST_ROOM = 16;

    final Span typeUrl = new Span();
    final Span nonce = new Span();
    final Span version = new Span();
    byte[] octets = new byte[0];
    private int length;
    private int[] resources = new int[FIRST_ROOM * FIELDS];
    private int resourceCount;
    private int[] removed = new int[FIRST_ROOM * 2];
    private int removedCount;

    /** Creates a view of nothing. */
    public ResponseView() {
        // filled by a walker
    }

    void reset(byte[] newOctets, int newLength) {
        octets = newOctets;
        length = newLength;
        typeUrl.clear();
        nonce.clear();
        version.clear();
        resourceCount = 0;
        removedCount = 0;
    }

    void addResource(Span name, Span itsVersion, Span body, Span bodyType) {
        int base = resourceCount * FIELDS;
        if (base == resources.length) {
            resources = Arrays.copyOf(resources, base * 2);
        }
        put(base, name);
        put(base + 2, itsVersion);
        put(base + 4, body);
        put(base + 6, bodyType);
        resourceCount++;
    }

    void addRemoved(int at, int nameLength) {
        int base = removedCount * 2;
        if (base == removed.length) {
            removed = Arrays.copyOf(removed, base * 2);
        }
        removed[base] = at;
        removed[base + 1] = nameLength;
        removedCount++;
    }

    /** Returns the array that the octets are in; only {@link #length} of it. */
    public byte[] octets() {
        return octets;
    }

    /** Returns the number of octets. */
    public int length() {
        return length;
    }

    /** Returns the type URL. */
    public String typeUrl() {
        return typeUrl.text(octets);
    }

    /** Tells whether the type URL is that one. */
    public boolean hasTypeUrl(byte[] other) {
        return Arrays.equals(octets, typeUrl.at, typeUrl.at + typeUrl.length, other, 0, other.length);
    }

    /** Returns the nonce, or an empty text. */
    public String nonce() {
        return nonce.text(octets);
    }

    /** Returns the version of the whole response, or an empty text. */
    public String version() {
        return version.text(octets);
    }

    /** Returns the number of resources. */
    public int resourceCount() {
        return resourceCount;
    }

    /** Returns where the name of a resource begins. */
    public int nameAt(int resource) {
        return resources[resource * FIELDS];
    }

    /** Returns how many octets the name of a resource has. */
    public int nameLength(int resource) {
        return resources[resource * FIELDS + 1];
    }

    /** Returns the version of a resource; empty where resources have none of their own. */
    public String resourceVersion(int resource) {
        return text(resource * FIELDS + 2);
    }

    /** Returns where the version of a resource begins. */
    public int versionAt(int resource) {
        return resources[resource * FIELDS + 2];
    }

    /** Returns how many octets the version of a resource has. */
    public int versionLength(int resource) {
        return resources[resource * FIELDS + 3];
    }

    /** Returns a hash of the resource's own octets. */
    public long bodyHash(int resource) {
        return Hash64.of(octets, resources[resource * FIELDS + 4], resources[resource * FIELDS + 5]);
    }

    /** Returns the resource's own octets, without copying them. */
    public ByteBuffer body(int resource) {
        return ByteBuffer.wrap(octets, resources[resource * FIELDS + 4], resources[resource * FIELDS + 5]).slice()
                .asReadOnlyBuffer();
    }

    /** Tells whether the resource came with octets of its own; without it only prolongs the life of what is known. */
    public boolean hasBody(int resource) {
        return resources[resource * FIELDS + 7] > 0 || resources[resource * FIELDS + 5] > 0;
    }

    /** Tells whether the type URL of a resource's body is that of the response. */
    public boolean hasBodyOfItsType(int resource) {
        int at = resources[resource * FIELDS + 6];
        return Arrays.equals(octets, at, at + resources[resource * FIELDS + 7], octets, typeUrl.at,
                typeUrl.at + typeUrl.length);
    }

    /** Returns the type URL of a resource's body. */
    public String bodyTypeUrl(int resource) {
        return text(resource * FIELDS + 6);
    }

    /** Returns the number of names that are taken away. */
    public int removedCount() {
        return removedCount;
    }

    /** Returns where the name of something taken away begins. */
    public int removedAt(int index) {
        return removed[index * 2];
    }

    /** Returns how many octets the name of something taken away has. */
    public int removedLength(int index) {
        return removed[index * 2 + 1];
    }

    private void put(int field, Span span) {
        resources[field] = span.at;
        resources[field + 1] = span.length;
    }

    private String text(int field) {
        return new String(octets, resources[field], resources[field + 1], StandardCharsets.UTF_8);
    }
}
