package dev.agentpost.mail.mailboxstore;

import dev.agentpost.mail.mailboxstore.MessageFiling.Moved;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes messages from one folder to another, in steps that whoever finds the {@link MoveIntent} can repeat. */
final class MessageMoves {
    /** Another node works on a move for less than this, or it has died. */
    private static final Duration MOVE_TIME = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(MessageMoves.class);

    private final MessageCopies copies;
    private final RowRemoval removal;
    private final MoveIntentStore intents;
    private final LateWrites lateWrites;
    private final Clock clock;

    MessageMoves(
            MessageCopies copies, RowRemoval removal, MoveIntentStore intents, LateWrites lateWrites, Clock clock) {
        this.copies = copies;
        this.removal = removal;
        this.intents = intents;
        this.lateWrites = lateWrites;
        this.clock = clock;
    }

    /** @param undeletes see {@link MoveIntent#undeletes} */
    Mono<List<Moved>> move(
            FolderId from, List<StoredMessage> messages, FolderId to, Instant saveDate, boolean undeletes) {
        return Mono.defer(() -> {
            MoveIntent intent = MoveIntent.of(from, to, uids(messages), saveDate, undeletes, clock.instant());
            return intents.save(intent).then(Mono.defer(() -> carryOut(intent, messages)));
        });
    }

    private static List<Long> uids(List<StoredMessage> messages) {
        return messages.stream().map(StoredMessage::uid).toList();
    }

    private Mono<List<Moved>> carryOut(MoveIntent intent, List<StoredMessage> messages) {
        List<StoredMessage> moving = moving(intent, messages);
        return copy(intent, moving)
                .flatMap(made -> withoutCopy(intent, moving, made)
                        .flatMap(lacking -> copyAgain(intent, lacking))
                        .map(again -> replaced(moving, made, again)))
                .flatMap(made -> removal.remove(intent.from(), intent.uids()).map(left -> moved(moving, made, left)))
                .flatMap(moved -> forget(intent).thenReturn(moved));
    }

    private static List<StoredMessage> moving(MoveIntent intent, List<StoredMessage> messages) {
        return messages.stream()
                .map(message -> message.withFlags(intent.flagsOf(message)))
                .toList();
    }

    private Mono<List<Appended>> copy(MoveIntent intent, List<StoredMessage> moving) {
        return copies.copy(intent.from(), moving, intent.to(), message -> newMessage(intent, message));
    }

    /**
     * Those whose copy, which an earlier move left there when it failed half-way, has been expunged since: whoever did so
     * may have been told that the message had not been moved.
     */
    private Mono<List<StoredMessage>> withoutCopy(MoveIntent intent, List<StoredMessage> moving, List<Appended> made) {
        Map<Long, StoredMessage> wereThere = IntStream.range(0, moving.size())
                .filter(index -> made.get(index).wasThere())
                .boxed()
                .collect(Collectors.toMap(index -> made.get(index).uid(), moving::get));
        return removal.find(intent.to(), wereThere.keySet())
                .map(StoredMessage::uid)
                .collect(Collectors.toSet())
                .map(standing -> wereThere.entrySet().stream()
                        .filter(copy -> !standing.contains(copy.getKey()))
                        .map(Map.Entry::getValue)
                        .toList());
    }

    /** @return the copies of those that are still where they were, by their UID there */
    private Mono<Map<Long, Appended>> copyAgain(MoveIntent intent, List<StoredMessage> lacking) {
        Map<Long, StoredMessage> byUid =
                lacking.stream().collect(Collectors.toMap(StoredMessage::uid, Function.identity()));
        return removal.find(intent.from(), byUid.keySet())
                .map(message -> byUid.get(message.uid()))
                .collectList()
                .flatMap(moving -> copies.copy(
                                intent.from(), moving, intent.to(), message -> secondCopy(intent, message))
                        .map(made -> IntStream.range(0, moving.size())
                                .boxed()
                                .collect(Collectors.toMap(
                                        index -> moving.get(index).uid(), made::get))));
    }

    private static List<Appended> replaced(List<StoredMessage> moving, List<Appended> made, Map<Long, Appended> again) {
        return IntStream.range(0, moving.size())
                .mapToObj(index -> again.getOrDefault(moving.get(index).uid(), made.get(index)))
                .toList();
    }

    private Mono<Void> forget(MoveIntent intent) {
        return lateWrites.take("that a move has ended", intents.delete(intent));
    }

    private static NewMessage secondCopy(MoveIntent intent, StoredMessage message) {
        return MessageCopies.newMessage(
                message, Optional.of(intent.secondDeliveryId(message.uid())), intent.saveDate());
    }

    private static NewMessage newMessage(MoveIntent intent, StoredMessage message) {
        return MessageCopies.newMessage(
                message, Optional.of(MoveIntent.deliveryId(intent.from(), message.uid())), intent.saveDate());
    }

    private static List<Moved> moved(List<StoredMessage> messages, List<Appended> copies, List<StoredMessage> left) {
        Set<Long> gone = left.stream().map(StoredMessage::uid).collect(Collectors.toSet());
        return IntStream.range(0, messages.size())
                .mapToObj(index -> new Moved(
                        messages.get(index),
                        copies.get(index),
                        gone.contains(messages.get(index).uid())))
                .toList();
    }

    /** See {@link MessageFiling#finishMoves}. */
    Mono<Long> finish(Instant begunSince) {
        return Flux.defer(() -> intents.list(begunSince, clock.instant().minus(MOVE_TIME)))
                .concatMap(intent -> finish(intent).thenReturn(true).onErrorResume(failure -> {
                    LOGGER.warn(
                            "could not finish moving {} messages from folder {} to {}, will try again",
                            intent.uids().size(),
                            intent.from(),
                            intent.to(),
                            failure);
                    return Mono.just(false);
                }))
                .collectList()
                .map(MessageMoves::count);
    }

    private static long count(List<Boolean> finished) {
        if (finished.contains(false)) {
            throw new IllegalStateException(Collections.frequency(finished, false) + " moves could not be finished");
        }
        return finished.size();
    }

    private Mono<Void> finish(MoveIntent intent) {
        return removal.find(intent.from(), intent.uids())
                .collectList()
                .flatMap(messages -> finish(intent, messages))
                // Nothing to move, or no place to move it to: then it stays.
                .onErrorResume(FolderGoneException.class, gone -> intents.delete(intent));
    }

    /** Whoever was told that a move had failed may have gone on with the messages where they were, and nobody waits. */
    private Mono<Void> finish(MoveIntent intent, List<StoredMessage> messages) {
        Set<Long> staying = messages.stream()
                .filter(message -> !intent.isWantedFor(message))
                .map(StoredMessage::uid)
                .collect(Collectors.toCollection(HashSet::new));
        List<StoredMessage> moving = moving(
                intent,
                messages.stream()
                        .filter(message -> !staying.contains(message.uid()))
                        .toList());
        return copy(intent, moving)
                .flatMap(made -> withoutCopy(intent, moving, made))
                .doOnNext(lacking -> lacking.forEach(message -> staying.add(message.uid())))
                .then(Mono.defer(() -> removeBut(staying, intent)))
                .then(Mono.defer(() -> forget(intent)));
    }

    private Mono<Void> removeBut(Set<Long> staying, MoveIntent intent) {
        List<Long> leaving =
                intent.uids().stream().filter(uid -> !staying.contains(uid)).toList();
        return leaving.isEmpty()
                ? Mono.empty()
                : removal.remove(intent.from(), leaving).then();
    }
}
