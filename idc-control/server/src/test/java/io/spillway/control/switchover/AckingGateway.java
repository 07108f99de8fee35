package io.spillway.control.switchover;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.snapshot.ResourceType;

/** A gateway of the node's IDC that Acks whatever it is told. */
final class AckingGateway implements AutoCloseable {

    private final DeltaClient client;
    private final Thread thread;

    AckingGateway(TestNode node, String name) {
        client = DeltaClient.gateway(node, name);
        client.subscribe(ResourceType.CLUSTER, "*");
        thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                DeltaDiscoveryResponse response = client.poll(1000);
                if (response != null) {
                    client.ack(response);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        client.close();
    }
}
