package io.spillway.gateway.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A message head: one buffer and an index of slices in it. Reused for one message after the other by the connection
 * that owns it, on that connection's event loop only. All offsets are relative to the start of the head.
 */
public final class MessageHead {
    private static final int INTS_PER_FIELD = 5;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int base;
    private int length;
    private int fields;
    private int[] index = new int[INTS_PER_FIELD * 32];
    private final int[] firstOf = new int[Field.values().length];
    private final int[] countOf = new int[Field.values().length];

    int firstEnd;
    int secondStart;
    int secondEnd;
    int thirdStart;
    int thirdEnd;

    /** Forgets the message; the buffer that {@link #attach} took is released. */
    public void clear() {
        buffer.release();
        buffer = Unpooled.EMPTY_BUFFER;
        base = 0;
        length = 0;
        fields = 0;
        Arrays.fill(countOf, 0);
    }

    /** Looks at a buffer that is still being filled. The head keeps no reference of its own. */
    void view(ByteBuf source, int start) {
        buffer = source;
        base = start;
    }

    void unview() {
        buffer = Unpooled.EMPTY_BUFFER;
        base = 0;
    }

    /** Takes the complete head out of the buffer as a retained slice, which lives until {@link #clear}. */
    void attach(ByteBuf source, int headLength) {
        buffer = source.readRetainedSlice(headLength);
        base = buffer.readerIndex();
        length = headLength;
    }

    void addField(int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        int at = fields * INTS_PER_FIELD;
        if (at == index.length) {
            index = Arrays.copyOf(index, index.length * 2);
        }
        int field = Field.named(buffer, base + nameStart, base + nameEnd).index();
        index[at] = nameStart | field << 24;
        index[at + 1] = nameEnd;
        index[at + 2] = valueStart;
        index[at + 3] = valueEnd;
        index[at + 4] = lineEnd;
        if (countOf[field]++ == 0) {
            firstOf[field] = fields;
        }
        fields++;
    }

    /** Returns the buffer; offsets of this class are relative to {@link #base}. */
    public ByteBuf buffer() {
        return buffer;
    }

    /** Returns where the head starts in {@link #buffer}. */
    public int base() {
        return base;
    }

    /** Returns the number of octets, the empty line included. */
    public int length() {
        return length;
    }

    /** Returns the number of field lines. */
    public int fields() {
        return fields;
    }

    /** Returns how often a field appears. */
    public int count(Field field) {
        return countOf[field.index()];
    }

    /** Returns which line is the first of this field; only meaningful when {@link #count} is not 0. */
    public int first(Field field) {
        return firstOf[field.index()];
    }

    public Field field(int line) {
        return Field.of(index[line * INTS_PER_FIELD] >>> 24);
    }

    public int nameStart(int line) {
        return index[line * INTS_PER_FIELD] & 0xff_ffff;
    }

    public int nameEnd(int line) {
        return index[line * INTS_PER_FIELD + 1];
    }

    public int valueStart(int line) {
        return index[line * INTS_PER_FIELD + 2];
    }

    public int valueEnd(int line) {
        return index[line * INTS_PER_FIELD + 3];
    }

    /** Returns the offset just after the line's CR LF. */
    public int lineEnd(int line) {
        return index[line * INTS_PER_FIELD + 4];
    }

    /** Returns the offset of the first field line (or of the empty line). */
    public int fieldsStart() {
        return thirdEnd + 2;
    }

    /** Returns a slice as text; each octet becomes one character. */
    public String text(int from, int to) {
        return buffer.toString(base + from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Returns a field's value as text. */
    public String value(int line) {
        return text(valueStart(line), valueEnd(line));
    }

    /** Tells whether a field's value equals the given lower-case text without regard to case. */
    public boolean valueIs(int line, byte[] lowerCase) {
        return Octets.equalsIgnoreCase(buffer, base + valueStart(line), base + valueEnd(line), lowerCase);
    }

    /** Returns the line of the first field of that name (any name, lower case), or -1. */
    public int find(String lowerCase) {
        for (int line = 0; line < fields; line++) {
            if (Octets.equalsIgnoreCase(buffer, base + nameStart(line), base + nameEnd(line), lowerCase)) {
                return line;
            }
        }
        return -1;
    }

    byte at(int offset) {
        return buffer.getByte(base + offset);
    }
}
