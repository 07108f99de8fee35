package io.spillway.drill.load;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A gateway's access log that is sent again.
 *
 * @param file
 *            JSON lines as a gateway writes them
 * @param speed
 *            how many times as fast, 1 for as it was
 */
public record ReplayedLog(Path file, double speed) {

    /**
     * Looks whether it can be sent.
     *
     * @throws IOException
     *             when there is nothing to send, or the file is no access log
     */
    public void check() throws IOException {
        LoggedRequest.read(file);
    }

    /** The name of the group of users that send it. */
    public static final String USERS = "replay";
}
