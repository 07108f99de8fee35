package io.spillway.sync.spi;

import io.spillway.model.document.Decoder;

/** A kind of source; found by {@link java.util.ServiceLoader}, so each has a public constructor without parameters. */
public interface SourceKind {

    /** Returns the word in {@code kind: file}. */
    String kind();

    /**
     * Reads the keys of one source; {@code kind} is read already. What is wrong is noted at the decoder. Nothing is opened or
     * looked at.
     */
    Source read(Decoder settings);
}
