package io.spillway.it.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.spillway.it.fleet.Tool;
import org.awaitility.Awaitility;

/** A real etcd of one member on loopback: a registry that outlives control nodes. */
public final class EtcdMember implements AutoCloseable {

    private final int port = Tool.freePort();
    private final Process process;

    private EtcdMember(Path folder) throws IOException {
        String peers = "http://127.0.0.1:" + Tool.freePort();
        Files.createDirectories(folder);
        this.process = new ProcessBuilder(Tool.find("etcd").toString(), "--name=one", "--data-dir=" + folder,
                "--listen-client-urls=" + url(), "--advertise-client-urls=" + url(), "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers, "--initial-cluster=one=" + peers, "--log-level=warn")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Awaitility.await("etcd").atMost(Duration.ofSeconds(20)).until(this::accepts);
    }

    /** Starts one with its data in a folder. */
    public static EtcdMember start(Path folder) throws IOException {
        return new EtcdMember(folder);
    }

    /** Returns the registry of a control node, as YAML. */
    public String registry() {
        return "{kind: etcd, endpoints: [\"" + url() + "\"]}";
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        Tool.kill(process);
    }
}
