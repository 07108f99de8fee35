package io.spillway.gateway.proxy.overload;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;

/** Reads memory from the JVM and the allocator of buffers. */
public final class MemorySensors implements MemoryUse {
    private final List<MemoryPoolMXBean> pools = new ArrayList<>();
    private final long maxHeap = Runtime.getRuntime().maxMemory();

    /** Creates sensors of this JVM. */
    public MemorySensors() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
                pools.add(pool);
            }
        }
    }

    /**
     * Returns the part of the largest heap in use after the last collection of each pool. What is in use between collections
     * says little: most of it is garbage.
     */
    @Override
    public double heap() {
        long used = 0;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage after = pool.getCollectionUsage();
            used += after == null ? 0 : after.getUsed();
        }
        return maxHeap <= 0 ? 0 : (double) used / maxHeap;
    }

    /** Returns how many bytes of direct memory buffers in use hold. */
    @Override
    public long direct() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    }

    /** Returns how many bytes of direct memory there may be. */
    public static long maxDirect() {
        return PlatformDependent.maxDirectMemory();
    }
}
