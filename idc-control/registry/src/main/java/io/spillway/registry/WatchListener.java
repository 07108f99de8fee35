package io.spillway.registry;

import java.util.List;

/**
 * What a watch tells its owner. Calls come one at a time, in order, from a thread of the watch; a listener may block, it
 * delays only its own watch. After {@code onCompacted} nothing more comes.
 */
public interface WatchListener {

    /** All events of one revision under the watched prefix; {@code events} is never empty. Revisions only grow. */
    void onBatch(long revision, List<Event> events);

    /**
     * The history between what was delivered and now is lost (compacted, or the registry was replaced and accepted): the
     * watch is over, list again and watch from there. {@code compactRevision} is the newest lost revision, 0 when unknown.
     */
    void onCompacted(long compactRevision);

    /**
     * Everything under the prefix up to {@code revision} has been delivered. Comes from time to time, also when nothing
     * happens, as long as the registry answers.
     */
    default void onProgress(long revision) {}

    /** The connection of this watch was lost or came back. Nothing is lost by that: a watch resumes where it stood. */
    default void onState(ConnectionState state) {}
}
