package dev.agentpost.mail.mailboxstore;

import java.util.List;
import reactor.core.publisher.Mono;

/** A message that has just got its row, and of which the rest is still to be written. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FiledMessage(FolderId folder, Announcement announcement, long uid, byte[] header) {

    static Mono<Void> savePlacesAndEnvelopes(
            List<FiledMessage> messages, ContentStore contents, EnvelopeStore envelopes) {
        Mono<Void> place = contents.place(messages.stream()
                .map(message -> new ContentStore.Placed(message.folder(), message.announcement(), message.uid()))
                .toList());
        Mono<Void> envelope = envelopes.save(messages.stream()
                .map(message ->
                        new EnvelopeStore.Filed(message.folder(), message.uid(), EnvelopeReader.read(message.header())))
                .toList());
        return Mono.whenDelayError(place, envelope);
    }
}
