package dev.agentpost.mail.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Couriers to destinations that behave as a test wants. */
final class ScriptedCouriers implements Courier.Factory {
    /** Who got what. */
    record Arrival(String messageId, String recipient, String content) {}

    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final List<String> tries = new CopyOnWriteArrayList<>();
    private final Map<String, RecipientResult> answers = new ConcurrentHashMap<>();
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final AtomicInteger finished = new AtomicInteger();
    private volatile Runnable afterwards = () -> {};
    private final CountDownLatch release = new CountDownLatch(1);

    void answer(String recipientOrDestination, RecipientResult answer) {
        answers.put(recipientOrDestination, answer);
    }

    void afterEachTry(Runnable action) {
        afterwards = action;
    }

    /** How many tries have ended. */
    int finished() {
        return finished.get();
    }

    void recover() {
        answers.clear();
    }

    /** Until {@link #release}. */
    void hang(String destination) {
        hanging.add(destination);
    }

    void release() {
        hanging.clear();
        release.countDown();
    }

    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** Destinations, once for each try. */
    List<String> tries() {
        return List.copyOf(tries);
    }

    @Override
    public Courier create() {
        return new Courier() {
            @Override
            public Report deliver(Consignment consignment) {
                return carry(consignment);
            }

            @Override
            public void close() {}
        };
    }

    private Courier.Report carry(Courier.Consignment consignment) {
        tries.add(consignment.destination());
        if (hanging.contains(consignment.destination())) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        RecipientResult delivered =
                new RecipientResult(RecipientResult.Outcome.DELIVERED, "250 2.0.0 taken", Optional.of("mx"));
        RecipientResult ofAll = answers.getOrDefault(consignment.destination(), delivered);
        Map<String, RecipientResult> results = new HashMap<>();
        for (String recipient : consignment.recipients()) {
            RecipientResult result = answers.getOrDefault(recipient, ofAll);
            results.put(recipient, result);
            if (result.outcome() == RecipientResult.Outcome.DELIVERED) {
                arrivals.add(new Arrival(consignment.message().id(), recipient, content(consignment)));
            }
        }
        afterwards.run();
        finished.incrementAndGet();
        return new Courier.Report(results, true);
    }

    private static String content(Courier.Consignment consignment) {
        try (InputStream in = consignment.content().open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
