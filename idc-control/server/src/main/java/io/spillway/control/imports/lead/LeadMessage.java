package io.spillway.control.imports.lead;

/** What wakes the thread of {@link Leadership}. */
sealed interface LeadMessage {

    /** A stream came or went, or the key changed: it is looked at anew. */
    record Look() implements LeadMessage {}

    /** The watch of the key is over. */
    record Compacted() implements LeadMessage {}

    /** The end. */
    record Stop() implements LeadMessage {}
}
