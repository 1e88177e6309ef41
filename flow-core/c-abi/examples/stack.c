/* Measures the stack that the calls need: stack FLOW…
 *
 * Every call runs in a thread of its own, whose stack was painted before; the deepest byte that has lost its paint when the call
 * returns tells how far it reached. The largest need of all flows is printed, preset by preset. */
#define _POSIX_C_SOURCE 200809L
#include "flow_core.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_TEXT = 1024 * 1024, STACK = 4 * 1024 * 1024, PAINT = 0xA5 };

/* Every kind of clause is walked, so that a check does all that it can. */
static const char policy[] = "{\"preset\": \"payment-sca\", \"clauses\": ["
                             "{\"clause\": \"at-most\", \"steps\": [\"two_factor_*\"], \"max\": 3}, "
                             "{\"clause\": \"never\", \"steps\": [\"external_call\"]}]}";

/* A call, what it works on, and what it took. */
struct call {
    enum { INIT, CHECK, FINDINGS } what;
    flow_preset preset;
    void *memory;
    flow_workspace *workspace;
    flow_text flow;
    flow_result result;
    flow_status status;
    const uint8_t *stack;
    size_t used;
};

static void findings(struct call *call)
{
    flow_finding finding;
    char text[64];
    for (uint32_t number = 0; number < call->result.kept; number++) {
        call->status |= flow_finding_at(call->workspace, call->flow, number, &finding);
        for (flow_part part = FLOW_POINTER; part <= FLOW_HELP; part++) {
            call->status |= flow_finding_text(call->workspace, call->flow, number, part, text, sizeof text, NULL);
        }
    }
}

static void *run(void *argument)
{
    struct call *call = argument;
    flow_demands demands = {{(const uint8_t *)policy, sizeof policy - 1}, NULL};
    const uint8_t *top = (const uint8_t *)&demands;
    switch (call->what) {
    case INIT:
        call->status = flow_init(call->memory, flow_workspace_size(call->preset), call->preset, &call->workspace);
        break;
    case CHECK:
        call->status = flow_check(call->workspace, call->flow, &demands, &call->result);
        break;
    case FINDINGS:
        findings(call);
        break;
    }
    const uint8_t *deepest = call->stack;
    while (deepest < top && *deepest == PAINT) {
        deepest++;
    }
    call->used = (size_t)(top - deepest);
    return NULL;
}

/* Makes the call and gives the bytes of stack it took; 0 where it failed. */
static size_t stack_of(struct call *call, uint8_t *stack)
{
    pthread_attr_t attributes;
    pthread_t thread;
    memset(stack, PAINT, STACK);
    call->stack = stack;
    call->status = FLOW_OK;
    if (pthread_attr_init(&attributes) != 0 || pthread_attr_setstack(&attributes, stack, STACK) != 0
        || pthread_create(&thread, &attributes, run, call) != 0 || pthread_join(thread, NULL) != 0) {
        return 0;
    }
    pthread_attr_destroy(&attributes);
    return call->status < 0 ? 0 : call->used;
}

static size_t larger(size_t one, size_t other)
{
    return one > other ? one : other;
}

static int read_file(const char *path, uint8_t *room, flow_text *text)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 0;
    }
    text->bytes = room;
    text->len = fread(room, 1, LONGEST_TEXT, file);
    fclose(file);
    return 1;
}

int main(int count, char **paths)
{
    static const char *const names[] = {"small", "gateway", "server"};
    static uint8_t room[LONGEST_TEXT];
    uint8_t *stack = aligned_alloc(4096, STACK);
    if (count < 2 || stack == NULL) {
        fprintf(stderr, "usage: %s FLOW...\n", paths[0]);
        return 2;
    }
    for (flow_preset preset = FLOW_PRESET_SMALL; preset <= FLOW_PRESET_SERVER; preset++) {
        struct call call = {.what = INIT, .preset = preset, .memory = malloc(flow_workspace_size(preset))};
        size_t init = call.memory == NULL ? 0 : stack_of(&call, stack);
        size_t check = 0;
        size_t texts = 0;
        for (int at = 1; at < count && init > 0; at++) {
            if (!read_file(paths[at], room, &call.flow)) {
                return 2;
            }
            call.what = CHECK;
            check = larger(check, stack_of(&call, stack));
            call.what = FINDINGS;
            texts = larger(texts, stack_of(&call, stack));
        }
        if (check == 0) {
            fprintf(stderr, "no memory, no thread, or status %d\n", (int)call.status);
            return 2;
        }
        printf("%s: stack of flow_init %zu, of flow_check %zu, of flow_finding_at and flow_finding_text %zu bytes\n",
               names[preset], init, check, texts);
        free(call.memory);
    }
    free(stack);
    return 0;
}
