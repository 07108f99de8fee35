package io.spillway.drill.bench.growth;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.spillway.gateway.bench.process.BenchFailure;

/**
 * The heap of another Java process of the same user, by the JVM's own management agent. That adds a few threads and about a
 * mebibyte to it, the same at every size. Used by one thread.
 */
final class RemoteHeap implements AutoCloseable {
    private static final double BYTES_PER_MIB = 1024.0 * 1024;

    private final long pid;
    private final JMXConnector connector;
    private final MemoryMXBean memory;

    private RemoteHeap(long pid, JMXConnector connector, MemoryMXBean memory) {
        this.pid = pid;
        this.connector = connector;
        this.memory = memory;
    }

    /**
     * Connects.
     *
     * @throws BenchFailure when the process does not let it
     */
    @SuppressWarnings("BanJNDI") // what is at the other end is a process that this one has started
    static RemoteHeap of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String url = machine.startLocalManagementAgent();
            machine.detach();
            JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url));
            return new RemoteHeap(pid, connector, ManagementFactory
                    .newPlatformMXBeanProxy(connector.getMBeanServerConnection(),
                            ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class));
        } catch (IOException | AttachNotSupportedException e) {
            throw new BenchFailure("the heap of process " + pid + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /** Collects garbage and returns what is left, in MiB. */
    double liveMib() {
        try {
            memory.gc();
            return memory.getHeapMemoryUsage().getUsed() / BYTES_PER_MIB;
        } catch (RuntimeException e) {
            throw new BenchFailure("process " + pid + " does not say how large its heap is: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException gone) {
            // The process has ended, and its agent with it.
        }
    }
}
