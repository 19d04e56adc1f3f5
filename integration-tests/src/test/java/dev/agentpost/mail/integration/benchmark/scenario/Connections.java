package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.measure.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Several connections, a thread each, that share a number of operations evenly. */
final class Connections {
    private Connections() {}

    /** One connection's way to do its operations. */
    interface Operation {
        /** @param number counts over all connections, from 0 */
        void run(int number);
    }

    /** Does all of them and returns how long each took. */
    static Histogram run(List<Operation> connections, int operations) {
        ExecutorService threads = Executors.newFixedThreadPool(connections.size());
        try {
            List<Future<Histogram>> running = new ArrayList<>();
            for (int i = 0; i < connections.size(); i++) {
                int first = i;
                running.add(
                        threads.submit(() -> runOne(connections.get(first), first, connections.size(), operations)));
            }
            Histogram all = Meter.newHistogram();
            for (Future<Histogram> one : running) {
                all.add(one.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Histogram runOne(Operation connection, int first, int step, int operations) {
        Histogram latencies = Meter.newHistogram();
        for (int number = first; number < operations; number += step) {
            long begin = System.nanoTime();
            connection.run(number);
            Meter.record(latencies, begin);
        }
        return latencies;
    }
}
