package io.spillway.gateway.proxy.listen;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket to listen on, and who may connect to it. The socket is made under another name, gets mode and owner,
 * and is then moved to its place in one step: no client ever sees it with the wrong rights, and a file that a dead process
 * left is replaced without a moment in which there is none.
 *
 * @param path absolute, at most {@value #MAX_PATH} octets
 * @param mode permission bits, 0..0777
 * @param owner a user's name, or null for that of the process
 * @param group a group's name, or null for that of the process
 */
public record UnixSocket(Path path, int mode, @Nullable String owner, @Nullable String group) {
    /** Longest path: the kernel takes 107 octets, and the name under which the socket is made has four more. */
    public static final int MAX_PATH = 103;

    /** Mode when nothing is said: the owner and its group may connect. */
    public static final int DEFAULT_MODE = 0660;

    private static final String NEW = ".new";

    public UnixSocket {
        if (!path.isAbsolute() || path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
            throw new IllegalArgumentException(
                    "path: " + path + " (expected: absolute, at most " + MAX_PATH + " octets)");
        }
        if (mode < 0 || mode > 0777) {
            throw new IllegalArgumentException("mode: " + Integer.toOctalString(mode) + " (expected: 0..777)");
        }
    }

    /** Returns a socket with the default rights. */
    public static UnixSocket at(Path path) {
        return new UnixSocket(path, DEFAULT_MODE, null, null);
    }

    /** Returns the name under which the socket is made. */
    Path first() {
        return Path.of(path + NEW);
    }

    /**
     * Makes sure that the place may be taken: there is nothing, or a socket on which nobody listens any more.
     *
     * @throws IOException when somebody listens there or it is no socket; the message says which
     */
    void claim() throws IOException {
        Files.deleteIfExists(first());
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("there is a file that is not a socket");
        }
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException("another process listens there");
        } catch (ConnectException stale) {
            // Left by a process that is gone; it is replaced.
        }
    }

    /**
     * Gives the socket its rights and puts it in its place.
     *
     * @return what tells this socket from a later one at the same place
     */
    @Nullable
    Object settle() throws IOException {
        Path made = first();
        PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
        view.setPermissions(permissions());
        own(view, made.getFileSystem().getUserPrincipalLookupService());
        Files.move(made, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return key();
    }

    private void own(PosixFileAttributeView view, UserPrincipalLookupService users) throws IOException {
        try {
            if (owner != null) {
                view.setOwner(users.lookupPrincipalByName(owner));
            }
            if (group != null) {
                view.setGroup(users.lookupPrincipalByGroupName(group));
            }
        } catch (UserPrincipalNotFoundException unknown) {
            throw new IOException("owner " + owner + ", group " + group + ": this machine does not know them", unknown);
        }
    }

    /** Removes the socket if it is still the one that {@link #settle} put there. */
    void remove(@Nullable Object ours) {
        try {
            Files.deleteIfExists(first());
            if (ours != null && ours.equals(key())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException gone) {
            // Whoever comes next replaces it.
        }
    }

    private @Nullable Object key() throws IOException {
        try {
            return Files
                    .readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (FileSystemException notThere) {
            return null;
        }
    }

    private Set<PosixFilePermission> permissions() {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromOwnerRead = PosixFilePermission.values();
        for (int i = 0; i < fromOwnerRead.length; i++) {
            if ((mode >> (fromOwnerRead.length - 1 - i) & 1) == 1) {
                permissions.add(fromOwnerRead[i]);
            }
        }
        return permissions;
    }

    @Override
    public String toString() {
        return "unix:" + path;
    }
}
