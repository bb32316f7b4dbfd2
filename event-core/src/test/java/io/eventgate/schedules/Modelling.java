/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import net.bytebuddy.agent.ByteBuddyAgent;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * An agent that makes the loaded classes of the event call {@link ModelledPlatform} and
 * use the smallest quotas. Otherwise, the code is the released one. It must run before
 * the checker, which uses the classes as they are.
 */
final class Modelling implements ClassFileTransformer, AutoCloseable {

	private static final String PLATFORM = ModelledPlatform.class.getName().replace('.', '/');

	private static final String STACK = "io/eventgate/WaiterStack";

	private static final int SWEEP_AT_LEAST = 32;

	private static final List<String> MODELLED = List.of("LocalEvent", "WaiterStack", "Waiter", "ThreadWaiter",
			"FutureWaiter", "CombinedWait");

	/**
	 * The calls that must be found, because otherwise the checker would explore other
	 * code.
	 */
	private static final Set<String> EXPECTED = Set.of("park", "parkNanos", "unpark", "interrupted", "interrupt",
			"nanoTime", "quota", "sweep");

	private final Instrumentation instrumentation = ByteBuddyAgent.install();

	private final Set<String> replaced = new TreeSet<>();

	private final Class<?>[] types = MODELLED.stream().map(Modelling::load).toArray(Class<?>[]::new);

	Modelling() {
		this.instrumentation.addTransformer(this, true);
		retransform();
		if (!this.replaced.equals(EXPECTED)) {
			close();
			throw new IllegalStateException(
					"Found " + this.replaced + " to model but expected " + EXPECTED + "; adapt " + getClass());
		}
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName("io.eventgate." + name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.instrumentation.removeTransformer(this);
		retransform();
	}

	private void retransform() {
		try {
			this.instrumentation.retransformClasses(this.types);
		}
		catch (UnmodifiableClassException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public byte[] transform(ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
		if (!name.startsWith("io/eventgate/") || !MODELLED.contains(name.substring(name.lastIndexOf('/') + 1))) {
			return null;
		}
		ClassReader reader = new ClassReader(bytes);
		ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
		reader.accept(new Replacing(name, writer), 0);
		return writer.toByteArray();
	}

	private final class Replacing extends ClassVisitor {

		private final String type;

		Replacing(String type, ClassVisitor next) {
			super(Opcodes.ASM9, next);
			this.type = type;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
				String[] exceptions) {
			boolean isWake = this.type.equals(STACK) && name.equals("wake") && descriptor.equals("(I)V");
			return new Calls(this.type, isWake, super.visitMethod(access, name, descriptor, signature, exceptions));
		}

	}

	private final class Calls extends MethodVisitor {

		private final String type;

		private final boolean isWake;

		Calls(String type, boolean isWake, MethodVisitor next) {
			super(Opcodes.ASM9, next);
			this.type = type;
			this.isWake = isWake;
		}

		@Override
		public void visitCode() {
			super.visitCode();
			if (this.isWake) {
				Modelling.this.replaced.add("quota");
				super.visitVarInsn(Opcodes.ILOAD, 1);
				super.visitMethodInsn(Opcodes.INVOKESTATIC, PLATFORM, "quota", "(I)I", false);
				super.visitVarInsn(Opcodes.ISTORE, 1);
			}
		}

		@Override
		public void visitIntInsn(int opcode, int operand) {
			if (this.type.equals(STACK) && operand == SWEEP_AT_LEAST) {
				Modelling.this.replaced.add("sweep");
				super.visitInsn(Opcodes.ICONST_1);
			}
			else {
				super.visitIntInsn(opcode, operand);
			}
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			switch (owner + "." + name) {
				case "java/util/concurrent/locks/LockSupport.park", "java/util/concurrent/locks/LockSupport.parkNanos",
						"java/util/concurrent/locks/LockSupport.unpark", "java/lang/System.nanoTime",
						"java/lang/Thread.interrupted" ->
					replace(name, descriptor);
				case "java/lang/Thread.interrupt" -> replace(name, "(Ljava/lang/Thread;)V");
				default -> super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
			}
		}

		private void replace(String name, String descriptor) {
			Modelling.this.replaced.add(name);
			super.visitMethodInsn(Opcodes.INVOKESTATIC, PLATFORM, name, descriptor, false);
		}

	}

}
