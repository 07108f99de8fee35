package io.spillway.registry;

import java.util.Arrays;

/** One key with its value and the revisions that wrote it. Equal by content. */
public final class KeyValue {

    private final String key;
    private final byte[] value;
    private final long createRevision;
    private final long modRevision;
    private final long leaseId;

    /** Creates one. {@code value} is not copied: nobody may change it afterwards. {@code leaseId} 0 means no lease. */
    public KeyValue(String key, byte[] value, long createRevision, long modRevision, long leaseId) {
        this.key = key;
        this.value = value;
        this.createRevision = createRevision;
        this.modRevision = modRevision;
        this.leaseId = leaseId;
    }

    /** Returns the whole key. */
    public String key() {
        return key;
    }

    /** Returns the value; shared, must not be changed. Empty in a delete event. */
    public byte[] value() {
        return value;
    }

    /** Returns the revision that created the key (since it was last absent); 0 in a delete event. */
    public long createRevision() {
        return createRevision;
    }

    /** Returns the revision of the last put, or of the deletion in a delete event. */
    public long modRevision() {
        return modRevision;
    }

    /** Returns the lease that the key lives under, 0 for none. */
    public long leaseId() {
        return leaseId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyValue that && key.equals(that.key) && modRevision == that.modRevision
                && createRevision == that.createRevision && leaseId == that.leaseId && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Long.hashCode(modRevision);
    }

    @Override
    public String toString() {
        return key + "@" + modRevision + " (" + value.length + " bytes)";
    }
}
