package dev.agentpost.mail.mailboxstore;

import dev.agentpost.mail.mailboxstore.MessageFiling.Moved;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        List<StoredMessage> moving = messages.stream()
                .map(message -> message.withFlags(intent.flagsOf(message)))
                .toList();
        return copies.copy(intent.from(), moving, intent.to(), message -> newMessage(intent, message))
                .flatMap(made -> removal.remove(intent.from(), intent.uids()).map(left -> moved(moving, made, left)))
                .flatMap(moved -> lateWrites
                        .take("that a move has ended", intents.delete(intent))
                        .thenReturn(moved));
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
                .concatMap(intent -> finish(intent).thenReturn(intent).onErrorResume(failure -> {
                    LOGGER.warn(
                            "could not finish moving {} messages from folder {} to {}, will try again",
                            intent.uids().size(),
                            intent.from(),
                            intent.to(),
                            failure);
                    return Mono.empty();
                }))
                .count();
    }

    private Mono<Void> finish(MoveIntent intent) {
        return removal.find(intent.from(), intent.uids())
                .collectList()
                .flatMap(messages -> carryOut(intent, messages))
                .then()
                // Nothing to move, or no place to move it to: then it stays.
                .onErrorResume(FolderGoneException.class, gone -> intents.delete(intent));
    }
}
