package io.spillway.gateway.proxy.http;

/** What the {@code Connection} fields of a head say. Reused by one connection on its event loop. */
final class ConnectionOptions {
    private static final byte[] CLOSE = Octets.ascii("close");
    private static final byte[] KEEP_ALIVE = Octets.ascii("keep-alive");
    private static final byte[] UPGRADE = Octets.ascii("upgrade");
    private static final byte[] TE = Octets.ascii("te");

    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;
    private boolean others;

    void read(MessageHead head) {
        close = false;
        keepAlive = false;
        upgrade = false;
        others = false;
        if (head.count(Field.CONNECTION) > 0) {
            tokens(head, head.octets(), 0, 0);
        }
    }

    boolean close() {
        return close;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean upgrade() {
        return upgrade;
    }

    /** Tells whether a field that is nobody's but the sender's and ours was nominated to go no further. */
    boolean nominates(MessageHead head, int line) {
        return others && head.field(line).passes()
                && tokens(head, head.octets(), head.nameStart(line), head.nameEnd(line));
    }

    /** Walks over all tokens; with a name to look for tells whether it is among them, without one remembers them. */
    private boolean tokens(MessageHead head, byte[] octets, int nameFrom, int nameTo) {
        for (int line = head.first(Field.CONNECTION); line < head.fields(); line++) {
            if (head.field(line) != Field.CONNECTION) {
                continue;
            }
            int end = head.valueEnd(line);
            int at = head.valueStart(line);
            while (at < end) {
                int from = at;
                while (at < end && Octets.isToken(octets[at])) {
                    at++;
                }
                if (at > from && token(octets, from, at, nameFrom, nameTo)) {
                    return true;
                }
                if (at == from) {
                    at++;
                }
            }
        }
        return false;
    }

    private boolean token(byte[] octets, int from, int to, int nameFrom, int nameTo) {
        if (nameTo > nameFrom) {
            return Octets.equalsIgnoreCase(octets, from, to, nameFrom, nameTo);
        }
        if (Octets.equalsIgnoreCase(octets, from, to, CLOSE)) {
            close = true;
        } else if (Octets.equalsIgnoreCase(octets, from, to, KEEP_ALIVE)) {
            keepAlive = true;
        } else if (Octets.equalsIgnoreCase(octets, from, to, UPGRADE)) {
            upgrade = true;
        } else if (!Octets.equalsIgnoreCase(octets, from, to, TE)) {
            others = true;
        }
        return false;
    }
}
