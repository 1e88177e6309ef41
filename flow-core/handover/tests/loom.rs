//! Every interleaving of a writer and a reader, walked by loom.
//!
//! The exchange is compiled from its own source; only its `sync` module is replaced. The slots hold cells that loom
//! watches, so that a slot with two owners, or one that is read before it was released, is a failure of the model.

#![expect(unreachable_pub, reason = "the exchange is public where it is at home")]

use loom::cell::UnsafeCell;
use loom::thread;

/// The exchange with loom's atomic byte, as it is and with exchanges that do not acquire, or not release, or neither.
macro_rules! model {
    ($name:ident, $ordering:path) => {
        #[path = "../src"]
        mod $name {
            mod exchange;
            mod sync {
                pub(super) use loom::sync::atomic::AtomicU8;
                /// The orderings by the names that the exchange uses.
                #[expect(non_snake_case, non_upper_case_globals, reason = "stands for an enum")]
                pub(super) mod Ordering {
                    use loom::sync::atomic::Ordering as Loom;
                    pub(in super::super) const AcqRel: Loom = $ordering;
                    pub(in super::super) const Relaxed: Loom = Loom::Relaxed;
                }
            }

            pub(super) use exchange::{Exchange, Reader, Writer};

            /// Three slots that all hold version 0.
            pub(super) fn exchange() -> Exchange<super::Watched> {
                let slots = [0; 3].map(super::Watched::new);
                Exchange::over(
                    slots,
                    loom::sync::atomic::AtomicU8::new(exchange::NOTHING_PUBLISHED),
                )
            }

            pub(super) fn publish(writer: &mut Writer<'_, super::Watched>, version: u32) -> bool {
                writer.slot().set(version);
                writer.publish()
            }

            pub(super) fn read(reader: &mut Reader<'_, super::Watched>) -> u32 {
                reader.latest().get()
            }
        }
    };
}

model!(as_it_is, loom::sync::atomic::Ordering::AcqRel);
model!(relaxed, loom::sync::atomic::Ordering::Relaxed);
model!(released, loom::sync::atomic::Ordering::Release);
model!(acquired, loom::sync::atomic::Ordering::Acquire);

/// A value of two words, so that half a write would show.
struct Watched([UnsafeCell<u32>; 2]);

impl Watched {
    fn new(version: u32) -> Self {
        Self([version; 2].map(UnsafeCell::new))
    }

    fn set(&self, version: u32) {
        for word in &self.0 {
            // SAFETY: loom checks that nobody else reads or writes the word at the same time.
            word.with_mut(|word| unsafe { *word = version });
        }
    }

    fn get(&self) -> u32 {
        // SAFETY: loom checks that nobody writes the word at the same time.
        let [first, second] = self
            .0
            .each_ref()
            .map(|word| word.with(|word| unsafe { *word }));
        assert_eq!(first, second, "half a value was seen");
        first
    }
}

/// The two sides of an exchange that lives as long as the program: threads of loom are not scoped.
macro_rules! sides {
    ($model:ident) => {
        Box::leak(Box::new($model::exchange())).split()
    };
}

#[test]
fn versions_are_whole_and_never_go_back() {
    loom::model(|| {
        let (mut writer, mut reader) = sides!(as_it_is);
        let writing = thread::spawn(move || {
            for version in 1..=3 {
                as_it_is::publish(&mut writer, version);
            }
        });
        let mut before = 0;
        for _ in 0..2 {
            let seen = as_it_is::read(&mut reader);
            assert!(seen >= before, "version {seen} after {before}");
            before = seen;
        }
        writing.join().expect("the writer ends");
        assert_eq!(as_it_is::read(&mut reader), 3, "the last version arrives");
    });
}

#[test]
fn a_value_stays_while_it_is_held() {
    loom::model(|| {
        let (mut writer, mut reader) = sides!(as_it_is);
        as_it_is::publish(&mut writer, 1);
        let writing = thread::spawn(move || {
            for version in 2..=3 {
                as_it_is::publish(&mut writer, version);
            }
        });
        let held = reader.latest();
        let first = held.get();
        thread::yield_now();
        assert_eq!(held.get(), first, "the value changed under its reader");
        writing.join().expect("the writer ends");
        assert_eq!(
            reader.current().get(),
            first,
            "only asking again changes it"
        );
        assert_eq!(as_it_is::read(&mut reader), 3);
    });
}

#[test]
fn each_published_version_is_either_seen_or_told_to_be_lost() {
    loom::model(|| {
        let (mut writer, mut reader) = sides!(as_it_is);
        let writing = thread::spawn(move || {
            let lost = (1..=3).filter(|&version| as_it_is::publish(&mut writer, version));
            lost.count()
        });
        let mut seen = 0;
        for _ in 0..2 {
            seen += usize::from(reader.refresh());
        }
        let lost = writing.join().expect("the writer ends");
        seen += usize::from(reader.refresh());
        assert_eq!(seen + lost, 3);
        assert!(!reader.refresh(), "nothing new is left");
    });
}

#[test]
fn an_exchange_goes_on_after_its_sides_ended() {
    loom::model(|| {
        let mut exchange = as_it_is::exchange();
        for version in 1..=4 {
            let (mut writer, mut reader) = exchange.split();
            as_it_is::publish(&mut writer, version);
            if version % 2 == 0 {
                assert_eq!(as_it_is::read(&mut reader), version);
            }
        }
        let (_, mut reader) = exchange.split();
        assert!(!reader.refresh());
        assert_eq!(reader.current().get(), 4);
    });
}

/// The proofs that the model would see it: without release and acquire the slots race.
macro_rules! is_caught {
    ($test:ident, $model:ident) => {
        #[test]
        #[should_panic(expected = "Causality violation")]
        fn $test() {
            loom::model(|| {
                let (mut writer, mut reader) = sides!($model);
                let writing = thread::spawn(move || {
                    $model::publish(&mut writer, 1);
                });
                $model::read(&mut reader);
                writing.join().expect("the writer ends");
            });
        }
    };
}

is_caught!(exchanges_that_order_nothing_are_caught, relaxed);
is_caught!(exchanges_that_only_release_are_caught, released);
is_caught!(exchanges_that_only_acquire_are_caught, acquired);
