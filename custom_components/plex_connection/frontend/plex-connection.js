var J9=Object.defineProperty;var C6=Object.getOwnPropertyDescriptor;var Q3=V=>{throw TypeError(V)};var d=(V,H,C,L)=>{for(var e=L>1?void 0:L?C6(H,C):H,M=V.length-1,r;M>=0;M--)(r=V[M])&&(e=(L?r(H,C,e):r(e))||e);return L&&e&&J9(H,C,e),e};var G5=(V,H,C)=>H.has(V)||Q3("Cannot "+C);var A=(V,H,C)=>(G5(V,H,"read from private field"),C?C.call(V):H.get(V)),s=(V,H,C)=>H.has(V)?Q3("Cannot add the same private member more than once"):H instanceof WeakSet?H.add(V):H.set(V,C),B=(V,H,C,L)=>(G5(V,H,"write to private field"),L?L.call(V,C):H.set(V,C),C),o=(V,H,C)=>(G5(V,H,"access private method"),C);await customElements.whenDefined("home-assistant");var U2=globalThis,G2=U2.ShadowRoot&&(U2.ShadyCSS===void 0||U2.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Q5=Symbol(),z3=new WeakMap,S2=class{constructor(H,C,L){if(this._$cssResult$=!0,L!==Q5)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=H,this.t=C}get styleSheet(){let H=this.o,C=this.t;if(G2&&H===void 0){let L=C!==void 0&&C.length===1;L&&(H=z3.get(C)),H===void 0&&((this.o=H=new CSSStyleSheet).replaceSync(this.cssText),L&&z3.set(C,H))}return H}toString(){return this.cssText}},K3=V=>new S2(typeof V=="string"?V:V+"",void 0,Q5),p=(V,...H)=>{let C=V.length===1?V[0]:H.reduce((L,e,M)=>L+(r=>{if(r._$cssResult$===!0)return r.cssText;if(typeof r=="number")return r;throw Error("Value passed to 'css' function must be a 'css' function result: "+r+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(e)+V[M+1],V[0]);return new S2(C,V,Q5)},q3=(V,H)=>{if(G2)V.adoptedStyleSheets=H.map(C=>C instanceof CSSStyleSheet?C:C.styleSheet);else for(let C of H){let L=document.createElement("style"),e=U2.litNonce;e!==void 0&&L.setAttribute("nonce",e),L.textContent=C.cssText,V.appendChild(L)}},z5=G2?V=>V:V=>V instanceof CSSStyleSheet?(H=>{let C="";for(let L of H.cssRules)C+=L.cssText;return K3(C)})(V):V;var{is:H6,defineProperty:V6,getOwnPropertyDescriptor:L6,getOwnPropertyNames:e6,getOwnPropertySymbols:M6,getPrototypeOf:r6}=Object,Q2=globalThis,j3=Q2.trustedTypes,t6=j3?j3.emptyScript:"",i6=Q2.reactiveElementPolyfillSupport,h2=(V,H)=>V,f2={toAttribute(V,H){switch(H){case Boolean:V=V?t6:null;break;case Object:case Array:V=V==null?V:JSON.stringify(V)}return V},fromAttribute(V,H){let C=V;switch(H){case Boolean:C=V!==null;break;case Number:C=V===null?null:Number(V);break;case Object:case Array:try{C=JSON.parse(V)}catch{C=null}}return C}},z2=(V,H)=>!H6(V,H),Y3={attribute:!0,type:String,converter:f2,reflect:!1,useDefault:!1,hasChanged:z2};Symbol.metadata??=Symbol("metadata"),Q2.litPropertyMetadata??=new WeakMap;var a1=class extends HTMLElement{static addInitializer(H){this._$Ei(),(this.l??=[]).push(H)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(H,C=Y3){if(C.state&&(C.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(H)&&((C=Object.create(C)).wrapped=!0),this.elementProperties.set(H,C),!C.noAccessor){let L=Symbol(),e=this.getPropertyDescriptor(H,L,C);e!==void 0&&V6(this.prototype,H,e)}}static getPropertyDescriptor(H,C,L){let{get:e,set:M}=L6(this.prototype,H)??{get(){return this[C]},set(r){this[C]=r}};return{get:e,set(r){let i=e?.call(this);M?.call(this,r),this.requestUpdate(H,i,L)},configurable:!0,enumerable:!0}}static getPropertyOptions(H){return this.elementProperties.get(H)??Y3}static _$Ei(){if(this.hasOwnProperty(h2("elementProperties")))return;let H=r6(this);H.finalize(),H.l!==void 0&&(this.l=[...H.l]),this.elementProperties=new Map(H.elementProperties)}static finalize(){if(this.hasOwnProperty(h2("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(h2("properties"))){let C=this.properties,L=[...e6(C),...M6(C)];for(let e of L)this.createProperty(e,C[e])}let H=this[Symbol.metadata];if(H!==null){let C=litPropertyMetadata.get(H);if(C!==void 0)for(let[L,e]of C)this.elementProperties.set(L,e)}this._$Eh=new Map;for(let[C,L]of this.elementProperties){let e=this._$Eu(C,L);e!==void 0&&this._$Eh.set(e,C)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(H){let C=[];if(Array.isArray(H)){let L=new Set(H.flat(1/0).reverse());for(let e of L)C.unshift(z5(e))}else H!==void 0&&C.push(z5(H));return C}static _$Eu(H,C){let L=C.attribute;return L===!1?void 0:typeof L=="string"?L:typeof H=="string"?H.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(H=>this.enableUpdating=H),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(H=>H(this))}addController(H){(this._$EO??=new Set).add(H),this.renderRoot!==void 0&&this.isConnected&&H.hostConnected?.()}removeController(H){this._$EO?.delete(H)}_$E_(){let H=new Map,C=this.constructor.elementProperties;for(let L of C.keys())this.hasOwnProperty(L)&&(H.set(L,this[L]),delete this[L]);H.size>0&&(this._$Ep=H)}createRenderRoot(){let H=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return q3(H,this.constructor.elementStyles),H}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(H=>H.hostConnected?.())}enableUpdating(H){}disconnectedCallback(){this._$EO?.forEach(H=>H.hostDisconnected?.())}attributeChangedCallback(H,C,L){this._$AK(H,L)}_$ET(H,C){let L=this.constructor.elementProperties.get(H),e=this.constructor._$Eu(H,L);if(e!==void 0&&L.reflect===!0){let M=(L.converter?.toAttribute!==void 0?L.converter:f2).toAttribute(C,L.type);this._$Em=H,M==null?this.removeAttribute(e):this.setAttribute(e,M),this._$Em=null}}_$AK(H,C){let L=this.constructor,e=L._$Eh.get(H);if(e!==void 0&&this._$Em!==e){let M=L.getPropertyOptions(e),r=typeof M.converter=="function"?{fromAttribute:M.converter}:M.converter?.fromAttribute!==void 0?M.converter:f2;this._$Em=e;let i=r.fromAttribute(C,M.type);this[e]=i??this._$Ej?.get(e)??i,this._$Em=null}}requestUpdate(H,C,L,e=!1,M){if(H!==void 0){let r=this.constructor;if(e===!1&&(M=this[H]),L??=r.getPropertyOptions(H),!((L.hasChanged??z2)(M,C)||L.useDefault&&L.reflect&&M===this._$Ej?.get(H)&&!this.hasAttribute(r._$Eu(H,L))))return;this.C(H,C,L)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(H,C,{useDefault:L,reflect:e,wrapped:M},r){L&&!(this._$Ej??=new Map).has(H)&&(this._$Ej.set(H,r??C??this[H]),M!==!0||r!==void 0)||(this._$AL.has(H)||(this.hasUpdated||L||(C=void 0),this._$AL.set(H,C)),e===!0&&this._$Em!==H&&(this._$Eq??=new Set).add(H))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(C){Promise.reject(C)}let H=this.scheduleUpdate();return H!=null&&await H,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,M]of this._$Ep)this[e]=M;this._$Ep=void 0}let L=this.constructor.elementProperties;if(L.size>0)for(let[e,M]of L){let{wrapped:r}=M,i=this[e];r!==!0||this._$AL.has(e)||i===void 0||this.C(e,void 0,M,i)}}let H=!1,C=this._$AL;try{H=this.shouldUpdate(C),H?(this.willUpdate(C),this._$EO?.forEach(L=>L.hostUpdate?.()),this.update(C)):this._$EM()}catch(L){throw H=!1,this._$EM(),L}H&&this._$AE(C)}willUpdate(H){}_$AE(H){this._$EO?.forEach(C=>C.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(H)),this.updated(H)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(H){return!0}update(H){this._$Eq&&=this._$Eq.forEach(C=>this._$ET(C,this[C])),this._$EM()}updated(H){}firstUpdated(H){}};a1.elementStyles=[],a1.shadowRootOptions={mode:"open"},a1[h2("elementProperties")]=new Map,a1[h2("finalized")]=new Map,i6?.({ReactiveElement:a1}),(Q2.reactiveElementVersions??=[]).push("2.1.2");var q5=globalThis,X3=V=>V,K2=q5.trustedTypes,J3=K2?K2.createPolicy("lit-html",{createHTML:V=>V}):void 0,j5="$lit$",A1=`lit$${Math.random().toFixed(9).slice(2)}$`,Y5="?"+A1,o6=`<${Y5}>`,$1=document,O2=()=>$1.createComment(""),y2=V=>V===null||typeof V!="object"&&typeof V!="function",X5=Array.isArray,M0=V=>X5(V)||typeof V?.[Symbol.iterator]=="function",K5=`[ 	
\f\r]`,g2=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,C0=/-->/g,H0=/>/g,D1=RegExp(`>|${K5}(?:([^\\s"'>=/]+)(${K5}*=${K5}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),V0=/'/g,L0=/"/g,r0=/^(?:script|style|textarea|title)$/i,J5=V=>(H,...C)=>({_$litType$:V,strings:H,values:C}),t=J5(1),d1=J5(2),dC=J5(3),n1=Symbol.for("lit-noChange"),n=Symbol.for("lit-nothing"),e0=new WeakMap,E1=$1.createTreeWalker($1,129);function t0(V,H){if(!X5(V)||!V.hasOwnProperty("raw"))throw Error("invalid template strings array");return J3!==void 0?J3.createHTML(H):H}var i0=(V,H)=>{let C=V.length-1,L=[],e,M=H===2?"<svg>":H===3?"<math>":"",r=g2;for(let i=0;i<C;i++){let a=V[i],v,h,l=-1,x=0;for(;x<a.length&&(r.lastIndex=x,h=r.exec(a),h!==null);)x=r.lastIndex,r===g2?h[1]==="!--"?r=C0:h[1]!==void 0?r=H0:h[2]!==void 0?(r0.test(h[2])&&(e=RegExp("</"+h[2],"g")),r=D1):h[3]!==void 0&&(r=D1):r===D1?h[0]===">"?(r=e??g2,l=-1):h[1]===void 0?l=-2:(l=r.lastIndex-h[2].length,v=h[1],r=h[3]===void 0?D1:h[3]==='"'?L0:V0):r===L0||r===V0?r=D1:r===C0||r===H0?r=g2:(r=D1,e=void 0);let u=r===D1&&V[i+1].startsWith("/>")?" ":"";M+=r===g2?a+o6:l>=0?(L.push(v),a.slice(0,l)+j5+a.slice(l)+A1+u):a+A1+(l===-2?i:u)}return[t0(V,M+(V[C]||"<?>")+(H===2?"</svg>":H===3?"</math>":"")),L]},b2=class V{constructor({strings:H,_$litType$:C},L){let e;this.parts=[];let M=0,r=0,i=H.length-1,a=this.parts,[v,h]=i0(H,C);if(this.el=V.createElement(v,L),E1.currentNode=this.el.content,C===2||C===3){let l=this.el.content.firstChild;l.replaceWith(...l.childNodes)}for(;(e=E1.nextNode())!==null&&a.length<i;){if(e.nodeType===1){if(e.hasAttributes())for(let l of e.getAttributeNames())if(l.endsWith(j5)){let x=h[r++],u=e.getAttribute(l).split(A1),y=/([.?@])?(.*)/.exec(x);a.push({type:1,index:M,name:y[2],strings:u,ctor:y[1]==="."?j2:y[1]==="?"?Y2:y[1]==="@"?X2:I1}),e.removeAttribute(l)}else l.startsWith(A1)&&(a.push({type:6,index:M}),e.removeAttribute(l));if(r0.test(e.tagName)){let l=e.textContent.split(A1),x=l.length-1;if(x>0){e.textContent=K2?K2.emptyScript:"";for(let u=0;u<x;u++)e.append(l[u],O2()),E1.nextNode(),a.push({type:2,index:++M});e.append(l[x],O2())}}}else if(e.nodeType===8)if(e.data===Y5)a.push({type:2,index:M});else{let l=-1;for(;(l=e.data.indexOf(A1,l+1))!==-1;)a.push({type:7,index:M}),l+=A1.length-1}M++}}static createElement(H,C){let L=$1.createElement("template");return L.innerHTML=H,L}};function N1(V,H,C=V,L){if(H===n1)return H;let e=L!==void 0?C._$Co?.[L]:C._$Cl,M=y2(H)?void 0:H._$litDirective$;return e?.constructor!==M&&(e?._$AO?.(!1),M===void 0?e=void 0:(e=new M(V),e._$AT(V,C,L)),L!==void 0?(C._$Co??=[])[L]=e:C._$Cl=e),e!==void 0&&(H=N1(V,e._$AS(V,H.values),e,L)),H}var q2=class{constructor(H,C){this._$AV=[],this._$AN=void 0,this._$AD=H,this._$AM=C}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(H){let{el:{content:C},parts:L}=this._$AD,e=(H?.creationScope??$1).importNode(C,!0);E1.currentNode=e;let M=E1.nextNode(),r=0,i=0,a=L[0];for(;a!==void 0;){if(r===a.index){let v;a.type===2?v=new e2(M,M.nextSibling,this,H):a.type===1?v=new a.ctor(M,a.name,a.strings,this,H):a.type===6&&(v=new J2(M,this,H)),this._$AV.push(v),a=L[++i]}r!==a?.index&&(M=E1.nextNode(),r++)}return E1.currentNode=$1,e}p(H){let C=0;for(let L of this._$AV)L!==void 0&&(L.strings!==void 0?(L._$AI(H,L,C),C+=L.strings.length-2):L._$AI(H[C])),C++}},e2=class V{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(H,C,L,e){this.type=2,this._$AH=n,this._$AN=void 0,this._$AA=H,this._$AB=C,this._$AM=L,this.options=e,this._$Cv=e?.isConnected??!0}get parentNode(){let H=this._$AA.parentNode,C=this._$AM;return C!==void 0&&H?.nodeType===11&&(H=C.parentNode),H}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(H,C=this){H=N1(this,H,C),y2(H)?H===n||H==null||H===""?(this._$AH!==n&&this._$AR(),this._$AH=n):H!==this._$AH&&H!==n1&&this._(H):H._$litType$!==void 0?this.$(H):H.nodeType!==void 0?this.T(H):M0(H)?this.k(H):this._(H)}O(H){return this._$AA.parentNode.insertBefore(H,this._$AB)}T(H){this._$AH!==H&&(this._$AR(),this._$AH=this.O(H))}_(H){this._$AH!==n&&y2(this._$AH)?this._$AA.nextSibling.data=H:this.T($1.createTextNode(H)),this._$AH=H}$(H){let{values:C,_$litType$:L}=H,e=typeof L=="number"?this._$AC(H):(L.el===void 0&&(L.el=b2.createElement(t0(L.h,L.h[0]),this.options)),L);if(this._$AH?._$AD===e)this._$AH.p(C);else{let M=new q2(e,this),r=M.u(this.options);M.p(C),this.T(r),this._$AH=M}}_$AC(H){let C=e0.get(H.strings);return C===void 0&&e0.set(H.strings,C=new b2(H)),C}k(H){X5(this._$AH)||(this._$AH=[],this._$AR());let C=this._$AH,L,e=0;for(let M of H)e===C.length?C.push(L=new V(this.O(O2()),this.O(O2()),this,this.options)):L=C[e],L._$AI(M),e++;e<C.length&&(this._$AR(L&&L._$AB.nextSibling,e),C.length=e)}_$AR(H=this._$AA.nextSibling,C){for(this._$AP?.(!1,!0,C);H!==this._$AB;){let L=X3(H).nextSibling;X3(H).remove(),H=L}}setConnected(H){this._$AM===void 0&&(this._$Cv=H,this._$AP?.(H))}},I1=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(H,C,L,e,M){this.type=1,this._$AH=n,this._$AN=void 0,this.element=H,this.name=C,this._$AM=e,this.options=M,L.length>2||L[0]!==""||L[1]!==""?(this._$AH=Array(L.length-1).fill(new String),this.strings=L):this._$AH=n}_$AI(H,C=this,L,e){let M=this.strings,r=!1;if(M===void 0)H=N1(this,H,C,0),r=!y2(H)||H!==this._$AH&&H!==n1,r&&(this._$AH=H);else{let i=H,a,v;for(H=M[0],a=0;a<M.length-1;a++)v=N1(this,i[L+a],C,a),v===n1&&(v=this._$AH[a]),r||=!y2(v)||v!==this._$AH[a],v===n?H=n:H!==n&&(H+=(v??"")+M[a+1]),this._$AH[a]=v}r&&!e&&this.j(H)}j(H){H===n?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,H??"")}},j2=class extends I1{constructor(){super(...arguments),this.type=3}j(H){this.element[this.name]=H===n?void 0:H}},Y2=class extends I1{constructor(){super(...arguments),this.type=4}j(H){this.element.toggleAttribute(this.name,!!H&&H!==n)}},X2=class extends I1{constructor(H,C,L,e,M){super(H,C,L,e,M),this.type=5}_$AI(H,C=this){if((H=N1(this,H,C,0)??n)===n1)return;let L=this._$AH,e=H===n&&L!==n||H.capture!==L.capture||H.once!==L.once||H.passive!==L.passive,M=H!==n&&(L===n||e);e&&this.element.removeEventListener(this.name,this,L),M&&this.element.addEventListener(this.name,this,H),this._$AH=H}handleEvent(H){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,H):this._$AH.handleEvent(H)}},J2=class{constructor(H,C,L){this.element=H,this.type=6,this._$AN=void 0,this._$AM=C,this.options=L}get _$AU(){return this._$AM._$AU}_$AI(H){N1(this,H)}},o0={M:j5,P:A1,A:Y5,C:1,L:i0,R:q2,D:M0,V:N1,I:e2,H:I1,N:Y2,U:X2,B:j2,F:J2},a6=q5.litHtmlPolyfillSupport;a6?.(b2,e2),(q5.litHtmlVersions??=[]).push("3.3.3");var a0=(V,H,C)=>{let L=C?.renderBefore??H,e=L._$litPart$;if(e===void 0){let M=C?.renderBefore??null;L._$litPart$=e=new e2(H.insertBefore(O2(),M),M,void 0,C??{})}return e._$AI(V),e};var C3=globalThis,c=class extends a1{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let H=super.createRenderRoot();return this.renderOptions.renderBefore??=H.firstChild,H}update(H){let C=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(H),this._$Do=a0(C,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return n1}};c._$litElement$=!0,c.finalized=!0,C3.litElementHydrateSupport?.({LitElement:c});var A6=C3.litElementPolyfillSupport;A6?.({LitElement:c});(C3.litElementVersions??=[]).push("4.2.2");var n6={attribute:!0,type:String,converter:f2,reflect:!1,hasChanged:z2},d6=(V=n6,H,C)=>{let{kind:L,metadata:e}=C,M=globalThis.litPropertyMetadata.get(e);if(M===void 0&&globalThis.litPropertyMetadata.set(e,M=new Map),L==="setter"&&((V=Object.create(V)).wrapped=!0),M.set(C.name,V),L==="accessor"){let{name:r}=C;return{set(i){let a=H.get.call(this);H.set.call(this,i),this.requestUpdate(r,a,V,!0,i)},init(i){return i!==void 0&&this.C(r,void 0,V,i),i}}}if(L==="setter"){let{name:r}=C;return function(i){let a=this[r];H.call(this,i),this.requestUpdate(r,a,V,!0,i)}}throw Error("Unsupported decorator location: "+L)};function m(V){return(H,C)=>typeof C=="object"?d6(V,H,C):((L,e,M)=>{let r=e.hasOwnProperty(M);return e.constructor.createProperty(M,L),r?Object.getOwnPropertyDescriptor(e,M):void 0})(V,H,C)}function P(V){return m({...V,state:!0,attribute:!1})}var W1=(V,H,C)=>(C.configurable=!0,C.enumerable=!0,Reflect.decorate&&typeof H!="object"&&Object.defineProperty(V,H,C),C);function U1(V,H){return(C,L,e)=>{let M=r=>r.renderRoot?.querySelector(V)??null;if(H){let{get:r,set:i}=typeof L=="object"?C:e??(()=>{let a=Symbol();return{get(){return this[a]},set(v){this[a]=v}}})();return W1(C,L,{get(){let a=r.call(this);return a===void 0&&(a=M(this),(a!==null||this.hasUpdated)&&i.call(this,a)),a}})}return W1(C,L,{get(){return M(this)}})}}var A0={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},n0=V=>(...H)=>({_$litDirective$:V,values:H}),C5=class{constructor(H){}get _$AU(){return this._$AM._$AU}_$AT(H,C,L){this._$Ct=H,this._$AM=C,this._$Ci=L}_$AS(H,C){return this.update(H,C)}update(H,C){return this.render(...C)}};var{I:p6}=o0,d0=V=>V;var p0=()=>document.createComment(""),M2=(V,H,C)=>{let L=V._$AA.parentNode,e=H===void 0?V._$AB:H._$AA;if(C===void 0){let M=L.insertBefore(p0(),e),r=L.insertBefore(p0(),e);C=new p6(M,r,V,V.options)}else{let M=C._$AB.nextSibling,r=C._$AM,i=r!==V;if(i){let a;C._$AQ?.(V),C._$AM=V,C._$AP!==void 0&&(a=V._$AU)!==r._$AU&&C._$AP(a)}if(M!==e||i){let a=C._$AA;for(;a!==M;){let v=d0(a).nextSibling;d0(L).insertBefore(a,e),a=v}}}return C},f1=(V,H,C=V)=>(V._$AI(H,C),V),m6={},m0=(V,H=m6)=>V._$AH=H,l0=V=>V._$AH,H5=V=>{V._$AR(),V._$AA.remove()};var s0=(V,H,C)=>{let L=new Map;for(let e=H;e<=C;e++)L.set(V[e],e);return L},I=n0(class extends C5{constructor(V){if(super(V),V.type!==A0.CHILD)throw Error("repeat() can only be used in text expressions")}dt(V,H,C){let L;C===void 0?C=H:H!==void 0&&(L=H);let e=[],M=[],r=0;for(let i of V)e[r]=L?L(i,r):r,M[r]=C(i,r),r++;return{values:M,keys:e}}render(V,H,C){return this.dt(V,H,C).values}update(V,[H,C,L]){let e=l0(V),{values:M,keys:r}=this.dt(H,C,L);if(!Array.isArray(e))return this.ut=r,M;let i=this.ut??=[],a=[],v,h,l=0,x=e.length-1,u=0,y=M.length-1;for(;l<=x&&u<=y;)if(e[l]===null)l++;else if(e[x]===null)x--;else if(i[l]===r[u])a[u]=f1(e[l],M[u]),l++,u++;else if(i[x]===r[y])a[y]=f1(e[x],M[y]),x--,y--;else if(i[l]===r[y])a[y]=f1(e[l],M[y]),M2(V,a[y+1],e[l]),l++,y--;else if(i[x]===r[u])a[u]=f1(e[x],M[u]),M2(V,e[l],e[x]),x--,u++;else if(v===void 0&&(v=s0(r,u,y),h=s0(i,l,x)),v.has(i[l]))if(v.has(i[x])){let o1=h.get(r[u]),U5=o1!==void 0?e[o1]:null;if(U5===null){let G3=M2(V,e[l]);f1(G3,M[u]),a[u]=G3}else a[u]=f1(U5,M[u]),M2(V,e[l],U5),e[o1]=null;u++}else H5(e[x]),x--;else H5(e[l]),l++;for(;u<=y;){let o1=M2(V,a[y+1]);f1(o1,M[u]),a[u++]=o1}for(;l<=x;){let o1=e[l++];o1!==null&&H5(o1)}return this.ut=r,m0(V,a),n1}});var L5=100,V5=24,l6=8,x0=3,s6=.5;function r2(V){let H=v6(V),[C]=H;if(!C||H.length<x0)return n;let L=`M${H.map(([M,r])=>`${M} ${r}`).join("L")}`,e=`${L}L${L5} ${V5}L${C[0]} ${V5}Z`;return t`<svg
    class="sparkline"
    viewBox="0 0 ${L5} ${V5}"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <path class="area" d=${e}></path>
    <path class="line" d=${L}></path>
  </svg>`}function v6(V){let H=Math.max(...V),C=Math.min(...V),L=Math.max(H-C,H*s6,Number.EPSILON),e=(H+C+L)/2,M=L5/(Math.max(V.length,l6)-1);return V.map((r,i)=>[v0(L5-(V.length-1-i)*M),v0((e-r)/L*V5)])}function v0(V){return Math.round(V*10)/10}function t2(V,H,C){if(H.length<x0)return"";let L=C===null?H:[...H,C];return V.text("panel_latency_range",{least:V.format.milliseconds(Math.min(...L)),most:V.format.milliseconds(Math.max(...L))})}var i2=p`
  .sparkline {
    display: block;
    width: 100%;
    height: 24px;
    overflow: visible;
  }
  .sparkline .line {
    fill: none;
    stroke: var(--type-color);
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .sparkline .area {
    fill: var(--type-color);
    opacity: 0.15;
  }
`;var u0="plex_connection",H3=new Map;async function p1(V){let H=H3.get(V.language);return H||(H=V.loadBackendTranslation("common",u0),H3.set(V.language,H),H.catch(()=>H3.delete(V.language))),V3(await H)}function V3(V){return(H,C)=>V(`component.${u0}.common.${H}`,C)}function w(V,H){return V(`panel_type_${H??"unknown"}`)}function o2(V,H){return H.refused?V("panel_type_refused"):w(V,H.connection_type)}function a2({connection_type:V,refused:H}){return H?"type-refused":`type-${V??"unknown"}`}function A2(V,H,C){return H==="pinned"&&C==="offline"?V("logbook_reason_pinned_down"):V(`logbook_reason_${H}`)||V("logbook_reason_unknown")}function c0(V,H){return V(`logbook_trigger_${H}`)||V("logbook_trigger_unknown")}function e5(V,{state:H,plex_tv:C}){return H!=="loaded"?V(`panel_entry_${H}`)||V("panel_entry_other"):V(`panel_plex_tv_${C??"unknown"}`)}function S(V){return H=>{customElements.get(V)||customElements.define(V,H)}}var Z0="M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M7.07,18.28C7.5,17.38 10.12,16.5 12,16.5C13.88,16.5 16.5,17.38 16.93,18.28C15.57,19.36 13.86,20 12,20C10.14,20 8.43,19.36 7.07,18.28M18.36,16.83C16.93,15.09 13.46,14.5 12,14.5C10.54,14.5 7.07,15.09 5.64,16.83C4.62,15.5 4,13.82 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,13.82 19.38,15.5 18.36,16.83M12,6C10.06,6 8.5,7.56 8.5,9.5C8.5,11.44 10.06,13 12,13C13.94,13 15.5,11.44 15.5,9.5C15.5,7.56 13.94,6 12,6M12,11A1.5,1.5 0 0,1 10.5,9.5A1.5,1.5 0 0,1 12,8A1.5,1.5 0 0,1 13.5,9.5A1.5,1.5 0 0,1 12,11Z";var S0="M11,15H13V17H11V15M11,7H13V13H11V7M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20A8,8 0 0,1 4,12A8,8 0 0,1 12,4A8,8 0 0,1 20,12A8,8 0 0,1 12,20Z";var h0="M20,11V13H8L13.5,18.5L12.08,19.92L4.16,12L12.08,4.08L13.5,5.5L8,11H20Z";var f0="M4,11V13H16L10.5,18.5L11.92,19.92L19.84,12L11.92,4.08L10.5,5.5L16,11H4Z";var g0="M12,7L17,12H14V16H10V12H7L12,7M12,22A10,10 0 0,1 2,12A10,10 0 0,1 12,2A10,10 0 0,1 22,12A10,10 0 0,1 12,22M12,20A8,8 0 0,0 20,12A8,8 0 0,0 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20Z";var O0="M12 2C6.5 2 2 6.5 2 12S6.5 22 12 22 22 17.5 22 12 17.5 2 12 2M12 20C7.59 20 4 16.41 4 12S7.59 4 12 4 20 7.59 20 12 16.41 20 12 20M16.59 7.58L10 14.17L7.41 11.59L6 13L10 17L18 9L16.59 7.58Z";var y0="M8.59,16.58L13.17,12L8.59,7.41L10,6L16,12L10,18L8.59,16.58Z";var b0="M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2C6.47,2 2,6.47 2,12C2,17.53 6.47,22 12,22C17.53,22 22,17.53 22,12C22,6.47 17.53,2 12,2M14.59,8L12,10.59L9.41,8L8,9.41L10.59,12L8,14.59L9.41,16L12,13.41L14.59,16L16,14.59L13.41,12L16,9.41L14.59,8Z";var w0="M21.86 12.5C21.1 11.63 20.15 11.13 19 11C19 9.05 18.32 7.4 16.96 6.04C15.6 4.68 13.95 4 12 4C10.42 4 9 4.47 7.75 5.43S5.67 7.62 5.25 9.15C4 9.43 2.96 10.08 2.17 11.1S1 13.28 1 14.58C1 16.09 1.54 17.38 2.61 18.43C3.69 19.5 5 20 6.5 20H18.5C19.75 20 20.81 19.56 21.69 18.69C22.56 17.81 23 16.75 23 15.5C23 14.35 22.62 13.35 21.86 12.5M20.27 17.27C19.79 17.76 19.2 18 18.5 18H6.5C5.53 18 4.71 17.66 4.03 17C3.34 16.29 3 15.47 3 14.5S3.34 12.71 4.03 12.03C4.71 11.34 5.53 11 6.5 11H7C7 9.62 7.5 8.44 8.46 7.46C9.44 6.5 10.62 6 12 6S14.56 6.5 15.54 7.46C16.5 8.44 17 9.62 17 11V13H18.5C19.2 13 19.79 13.24 20.27 13.73S21 14.8 21 15.5 20.76 16.79 20.27 17.27M16 12C16 9.79 14.21 8 12 8S8 9.79 8 12 9.79 16 12 16C12.74 16 13.43 15.79 14 15.43L16.57 18L18 16.57L15.43 14C15.79 13.43 16 12.74 16 12M12 14C10.9 14 10 13.11 10 12S10.9 10 12 10 14 10.9 14 12 13.11 14 12 14Z";var k0="M16.24,3.56L21.19,8.5C21.97,9.29 21.97,10.55 21.19,11.34L12,20.53C10.44,22.09 7.91,22.09 6.34,20.53L2.81,17C2.03,16.21 2.03,14.95 2.81,14.16L13.41,3.56C14.2,2.78 15.46,2.78 16.24,3.56M4.22,15.58L7.76,19.11C8.54,19.9 9.8,19.9 10.59,19.11L14.12,15.58L9.17,10.63L4.22,15.58Z";var T0="M11,18H13V16H11V18M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,6A4,4 0 0,0 8,10H10A2,2 0 0,1 12,8A2,2 0 0,1 14,10C14,12 11,11.75 11,15H13C13,12.75 16,12.5 16,10A4,4 0 0,0 12,6Z";var R0="M11,9H13V7H11M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M11,17H13V11H11V17Z";var B0="M4 1C2.89 1 2 1.89 2 3V7C2 8.11 2.89 9 4 9H1V11H13V9H10C11.11 9 12 8.11 12 7V3C12 1.89 11.11 1 10 1H4M4 3H10V7H4V3M14 13C12.89 13 12 13.89 12 15V19C12 20.11 12.89 21 14 21H11V23H23V21H20C21.11 21 22 20.11 22 19V15C22 13.89 21.11 13 20 13H14M14 15H20V19H14V15M5.5 20.5L10.5 15.5L9 14L5.5 17.5L3.5 15.5L2 17L5.5 20.5Z",P0="M4,1C2.89,1 2,1.89 2,3V7C2,8.11 2.89,9 4,9H1V11H13V9H10C11.11,9 12,8.11 12,7V3C12,1.89 11.11,1 10,1H4M4,3H10V7H4V3M3,13V18L3,20H10V18H5V13H3M14,13C12.89,13 12,13.89 12,15V19C12,20.11 12.89,21 14,21H11V23H23V21H20C21.11,21 22,20.11 22,19V15C22,13.89 21.11,13 20,13H14M14,15H20V19H14V15Z",_0="M4,1C2.89,1 2,1.89 2,3V7C2,8.11 2.89,9 4,9H1V11H13V9H10C11.11,9 12,8.11 12,7V3C12,1.89 11.11,1 10,1H4M4,3H10V7H4V3M14,13C12.89,13 12,13.89 12,15V19C12,20.11 12.89,21 14,21H11V23H23V21H20C21.11,21 22,20.11 22,19V15C22,13.89 21.11,13 20,13H14M3.88,13.46L2.46,14.88L4.59,17L2.46,19.12L3.88,20.54L6,18.41L8.12,20.54L9.54,19.12L7.41,17L9.54,14.88L8.12,13.46L6,15.59L3.88,13.46M14,15H20V19H14V15Z";var F0="M16 20V10H4V20H16M16 8C17.1 8 18 8.9 18 10V20C18 21.1 17.1 22 16 22H4C2.9 22 2 21.1 2 20V10C2 8.9 2.9 8 4 8H13V6C13 4.3 11.7 3 10 3S7 4.3 7 6H5C5 3.2 7.2 1 10 1S15 3.2 15 6V8H16M10 17C8.9 17 8 16.1 8 15S8.9 13 10 13 12 13.9 12 15 11.1 17 10 17M22 7H20V13H22V7M22 15H20V17H22V15Z";var D0="M9.5,3A6.5,6.5 0 0,1 16,9.5C16,11.11 15.41,12.59 14.44,13.73L14.71,14H15.5L20.5,19L19,20.5L14,15.5V14.71L13.73,14.44C12.59,15.41 11.11,16 9.5,16A6.5,6.5 0 0,1 3,9.5A6.5,6.5 0 0,1 9.5,3M9.5,5C7,5 5,7 5,9.5C5,12 7,14 9.5,14C12,14 14,12 14,9.5C14,7 12,5 9.5,5Z";var E0="M3,6H21V8H3V6M3,11H21V13H3V11M3,16H21V18H3V16Z";var $0="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12Z",N0="M2,5.27L3.28,4L20,20.72L18.73,22L12.8,16.07V22H11.2V16H6V14L8,12V11.27L2,5.27M16,12L18,14V16H17.82L8,6.18V4H7V2H17V4H16V12Z";var I0="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12M8.8,14L10,12.8V4H14V12.8L15.2,14H8.8Z";var W0="M17.65,6.35C16.2,4.9 14.21,4 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20C15.73,20 18.84,17.45 19.73,14H17.65C16.83,16.33 14.61,18 12,18A6,6 0 0,1 6,12A6,6 0 0,1 12,6C13.66,6 15.14,6.69 16.22,7.78L13,11H20V4L17.65,6.35Z";var U0="M13,19H14A1,1 0 0,1 15,20H15.73L13,17.27V19M22,20V21.18L20.82,20H22M21,22.72L19.73,24L17.73,22H15A1,1 0 0,1 14,23H10A1,1 0 0,1 9,22H2V20H9A1,1 0 0,1 10,19H11V17H4A1,1 0 0,1 3,16V12A1,1 0 0,1 4,11H6.73L4.73,9H4A1,1 0 0,1 3,8V7.27L1,5.27L2.28,4L21,22.72M4,3H20A1,1 0 0,1 21,4V8A1,1 0 0,1 20,9H9.82L7,6.18V5H5.82L3.84,3C3.89,3 3.94,3 4,3M20,11A1,1 0 0,1 21,12V16A1,1 0 0,1 20,17H17.82L11.82,11H20M9,7H10V5H9V7M9,15H10V14.27L9,13.27V15M5,13V15H7V13H5Z";var G0="M12 16C13.66 16 15 14.66 15 13C15 11.88 14.39 10.9 13.5 10.39L3.79 4.77L9.32 14.35C9.82 15.33 10.83 16 12 16M12 3C10.19 3 8.5 3.5 7.03 4.32L9.13 5.53C10 5.19 11 5 12 5C16.42 5 20 8.58 20 13C20 15.21 19.11 17.21 17.66 18.65H17.65C17.26 19.04 17.26 19.67 17.65 20.06C18.04 20.45 18.68 20.45 19.07 20.07C20.88 18.26 22 15.76 22 13C22 7.5 17.5 3 12 3M2 13C2 15.76 3.12 18.26 4.93 20.07C5.32 20.45 5.95 20.45 6.34 20.06C6.73 19.67 6.73 19.04 6.34 18.65C4.89 17.2 4 15.21 4 13C4 12 4.19 11 4.54 10.1L3.33 8C2.5 9.5 2 11.18 2 13Z";var Q0="M6,2V8H6V8L10,12L6,16V16H6V22H18V16H18V16L14,12L18,8V8H18V2H6M16,16.5V20H8V16.5L12,12.5L16,16.5M12,11.5L8,7.5V4H16V7.5L12,11.5Z";var z0="M18,11H14.82C14.4,9.84 13.3,9 12,9C10.7,9 9.6,9.84 9.18,11H6C5.67,11 4,10.9 4,9V8C4,6.17 5.54,6 6,6H16.18C16.6,7.16 17.7,8 19,8A3,3 0 0,0 22,5A3,3 0 0,0 19,2C17.7,2 16.6,2.84 16.18,4H6C4.39,4 2,5.06 2,8V9C2,11.94 4.39,13 6,13H9.18C9.6,14.16 10.7,15 12,15C13.3,15 14.4,14.16 14.82,13H18C18.33,13 20,13.1 20,15V16C20,17.83 18.46,18 18,18H7.82C7.4,16.84 6.3,16 5,16A3,3 0 0,0 2,19A3,3 0 0,0 5,22C6.3,22 7.4,21.16 7.82,20H18C19.61,20 22,18.93 22,16V15C22,12.07 19.61,11 18,11M19,4A1,1 0 0,1 20,5A1,1 0 0,1 19,6A1,1 0 0,1 18,5A1,1 0 0,1 19,4M5,20A1,1 0 0,1 4,19A1,1 0 0,1 5,18A1,1 0 0,1 6,19A1,1 0 0,1 5,20Z";var K0="M16.36,14C16.44,13.34 16.5,12.68 16.5,12C16.5,11.32 16.44,10.66 16.36,10H19.74C19.9,10.64 20,11.31 20,12C20,12.69 19.9,13.36 19.74,14M14.59,19.56C15.19,18.45 15.65,17.25 15.97,16H18.92C17.96,17.65 16.43,18.93 14.59,19.56M14.34,14H9.66C9.56,13.34 9.5,12.68 9.5,12C9.5,11.32 9.56,10.65 9.66,10H14.34C14.43,10.65 14.5,11.32 14.5,12C14.5,12.68 14.43,13.34 14.34,14M12,19.96C11.17,18.76 10.5,17.43 10.09,16H13.91C13.5,17.43 12.83,18.76 12,19.96M8,8H5.08C6.03,6.34 7.57,5.06 9.4,4.44C8.8,5.55 8.35,6.75 8,8M5.08,16H8C8.35,17.25 8.8,18.45 9.4,19.56C7.57,18.93 6.03,17.65 5.08,16M4.26,14C4.1,13.36 4,12.69 4,12C4,11.31 4.1,10.64 4.26,10H7.64C7.56,10.66 7.5,11.32 7.5,12C7.5,12.68 7.56,13.34 7.64,14M12,4.03C12.83,5.23 13.5,6.57 13.91,8H10.09C10.5,6.57 11.17,5.23 12,4.03M18.92,8H15.97C15.65,6.75 15.19,5.55 14.59,4.44C16.43,5.07 17.96,6.34 18.92,8M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2Z";var x6={account:Z0,alert:S0,back:h0,forward:f0,better:g0,ok:O0,chevron:y0,failed:b0,rediscover:w0,forget:k0,unknown:T0,info:R0,test:B0,local:P0,away:_0,unencrypted:F0,search:D0,menu:E0,pin:I0,pinned:$0,unpin:N0,reload:W0,offline:U0,slow:G0,waiting:Q0,relay:z0,remote:K0};function Z(V){return t`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${u6(x6[V])}
  </svg>`}function K(V){return V??"unknown"}function u6(V){return d1`<path d=${V}></path>`}function M5(V,H=!1){H?history.replaceState(null,"",V):history.pushState(null,"",V),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:H}}))}var r5="/config/integrations/integration/plex_connection",q0="/config/repairs",t5="/config/integrations/dashboard/add?domain=plex_connection";function _(V){let H=!(V.ctrlKey||V.metaKey||V.shiftKey||V.altKey),C=V.currentTarget.getAttribute("href");C&&H&&V.button===0&&!V.defaultPrevented&&(V.preventDefault(),M5(C))}var c6=[{key:"failing",icon:"alert",tone:"warning",isOn:V=>V.failure_count>0},{key:"unlisted",icon:"unknown",tone:"warning",isOn:V=>V.unlisted_since!==null},{key:"starting",icon:"waiting",tone:"info",isOn:V=>V.starting},{key:"slow",icon:"slow",tone:"warning",isOn:V=>V.performance==="degraded"},{key:"unencrypted",icon:"unencrypted",tone:"warning",isOn:V=>V.encrypted===!1},{key:"better",icon:"better",tone:"info",isOn:V=>V.better!==null},{key:"pinned",icon:"pinned",tone:"info",isOn:V=>V.pinned!==null}];function i5(V,H){let C={count:V.format.number(H.failure_count)},L=H.open_repairs>0?[t`<li class="badge warning">
            ${Z("alert")}${L3(V,H)}
          </li>`]:[],e=c6.filter(M=>M.isOn(H)).map(M=>t`<li class="badge ${M.tone}">
      ${Z(M.icon)}<span>${V.text(`panel_badge_${M.key}`,C)}</span>
    </li>`);return[...L,...e]}function L3(V,H){let C=V.format.number(H.open_repairs),L=V.text("panel_badge_repairs",{count:C});return V.isAdmin?t`<a class="repairs" href=${q0} @click=${_}>${L}</a>`:t`<span>${L}</span>`}var o5=p`
  .badges {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 2px 8px;
    padding-inline-start: 6px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(in srgb, var(--badge-color) 15%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 20px;
  }
  .badge .repairs {
    /* Above the link that covers the tile. */
    position: relative;
    z-index: 1;
    color: inherit;
  }
  .badge .icon {
    width: 16px;
    height: 16px;
  }
  .badge.warning {
    --badge-color: var(--warning-color, #ffa600);
  }
  .badge.info {
    --badge-color: var(--info-color, #039be5);
  }
`;var j0=0;function A5(V){let H=Date.parse(V);Number.isFinite(H)&&(j0=H-Date.now())}function q(){return Date.now()+j0}var Z6=1e3,a5=new Set,e3;function n5(V){return a5.add(V),e3??=setInterval(S6,Z6),()=>{a5.delete(V),a5.size===0&&(clearInterval(e3),e3=void 0)}}function S6(){if(document.visibilityState!=="hidden")for(let V of a5)V()}var h6="plex-connection-time",w2,k2,M3,m1=class extends c{constructor(){super(...arguments);s(this,k2);this.at=null;this.host=null;this.mode="relative";this.due="";this.text="";s(this,w2)}connectedCallback(){super.connectedCallback(),B(this,w2,n5(()=>o(this,k2,M3).call(this)))}disconnectedCallback(){var C;super.disconnectedCallback(),(C=A(this,w2))==null||C.call(this)}willUpdate(){o(this,k2,M3).call(this)}render(){let C=this.at===null?"":this.host?.format.dateTime(new Date(this.at));return t`<time datetime=${this.at??""} title=${C??""}>${this.text}</time>`}};w2=new WeakMap,k2=new WeakSet,M3=function(){let{at:C,host:L}=this;if(C===null||!L){this.text="";return}let e=(Date.parse(C)-q())/1e3;this.mode==="duration"?this.text=L.format.duration(Math.abs(e)):this.text=this.due&&e<1?this.due:L.format.relative(e)},d([m({attribute:!1})],m1.prototype,"at",2),d([m({attribute:!1})],m1.prototype,"host",2),d([m()],m1.prototype,"mode",2),d([m({attribute:!1})],m1.prototype,"due",2),d([P()],m1.prototype,"text",2),m1=d([S(h6)],m1);function H1(V,H,{mode:C="relative",due:L=""}={}){return t`<plex-connection-time
    .at=${H}
    .host=${V}
    .mode=${C}
    .due=${L}
  ></plex-connection-time>`}function p5(V,H){return t`<dl class="facts">
    ${d5(V,"address",Y0(V,H.active))}
    ${d5(V,"last_change",r3(V,H),"line")}
    ${d5(V,"standby",Y0(V,H.standby,!0))}
    ${d5(V,"next_check",t3(V,H))}
  </dl>`}function d5(V,H,C,L=""){let e=t`<span class="secondary">${V.text("panel_none")}</span>`;return t`<dt>${V.text(`panel_${H}`)}</dt>
    <dd class=${L}>${C??e}</dd>`}function Y0(V,H,C=!1){return H&&t`<span class="address">${H.address}</span>${C?X0(w(V.text,H.type)):n}`}function r3(V,H){let{since:C,reason:L,connection_type:e,refused:M}=H;if(!C)return null;let r=M?t`${w(V.text,e)} · `:n,i=L?X0(A2(V.text,L,e)):n;return t`${r}${H1(V,C)}${i}`}function t3(V,{next_check:H}){return H?V.connected?H1(V,H,{due:V.text("panel_checking")}):t`${V.format.time(new Date(H))}`:null}function X0(V){return t`<span class="secondary"> · ${V}</span>`}var m5=p`
  .facts {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 4px 12px;
    margin: 0;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .facts dt {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .facts dd {
    min-width: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  /* Always one line, however long the reason: nothing moves when it changes. */
  .facts .line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Two lines on a phone, where most reasons need them. */
  @media (max-width: 500px) {
    .facts .line {
      display: -webkit-box;
      min-height: 32px;
      white-space: normal;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }
  }
`;var k=p`
  .type-local {
    --type-color: var(--success-color, #43a047);
  }
  .type-remote {
    --type-color: var(--info-color, #039be5);
  }
  .type-relay,
  .type-refused {
    --type-color: var(--warning-color, #ffa600);
  }
  .type-offline {
    --type-color: var(--error-color, #db4437);
  }
  .type-unknown {
    --type-color: var(--disabled-color, #bdbdbd);
  }
`,f=p`
  :host {
    color: var(--primary-text-color, #141414);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.6);
    -webkit-font-smoothing: var(--ha-font-smoothing, antialiased);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  .card {
    background: var(--ha-card-background, var(--card-background-color, #fff));
    border: var(--ha-card-border-width, 1px) solid
      var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
    box-shadow: var(--ha-card-box-shadow, none);
  }

  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.4;
  }

  .secondary {
    color: var(--secondary-text-color, #5e5e5e);
  }

  .icon {
    width: 24px;
    height: 24px;
    flex: none;
    fill: currentcolor;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 16px;
    border: none;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(in srgb, var(--primary-color, #009ac7) 15%, transparent);
    color: var(--primary-text-color, #141414);
    font: inherit;
    font-weight: var(--ha-font-weight-medium, 500);
    cursor: pointer;
    transition: background-color 180ms ease-in-out;
  }
  button .icon {
    width: 20px;
    height: 20px;
  }
  button:hover {
    background: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
  }
  button:disabled {
    cursor: default;
    opacity: 0.6;
  }
  button.plain {
    background: none;
  }
  button.plain:hover {
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
  }
  button.round {
    width: 40px;
    padding: 0;
  }
  button.danger {
    background: color-mix(in srgb, var(--error-color, #db4437) 15%, transparent);
  }
  button.danger:hover {
    background: color-mix(in srgb, var(--error-color, #db4437) 25%, transparent);
  }

  a {
    /* Home Assistant's own color of links is too pale to be read on white. */
    color: color-mix(
      in srgb,
      var(--primary-color, #009ac7) 60%,
      var(--primary-text-color, #141414)
    );
  }

  :focus-visible {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: 2px;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .address,
  .number {
    /* Addresses and figures are left to right in every language. */
    unicode-bidi: isolate;
    font-variant-numeric: tabular-nums;
  }
  .address {
    direction: ltr;
    overflow-wrap: anywhere;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;var T2=p`
  .circle {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
    background: color-mix(in srgb, var(--type-color) 20%, transparent);
    color: var(--type-color);
  }
`,J0=p`
  ${T2}

  .tile {
    position: relative;
    height: 100%;
  }
  .inner {
    /* The browser does not render tiles outside the viewport. This would cut off border and
       shadow, which are therefore the surrounding card's. */
    content-visibility: auto;
    contain-intrinsic-width: none;
    contain-intrinsic-height: auto 164px;
    display: flex;
    flex-direction: column;
    gap: 12px;
    height: 100%;
    padding: 12px;
    border-radius: inherit;
  }

  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 52px;
  }
  .who {
    flex: 1;
    min-width: 0;
  }
  .who h3 {
    display: -webkit-box;
    margin: 0;
    overflow: hidden;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 20px;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .who > span {
    display: block;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }

  a {
    color: inherit;
    text-decoration: none;
  }
  a:focus-visible {
    outline: none;
  }
  /* The link covers the whole tile. */
  a::after {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    content: "";
    transition: background-color 180ms ease-in-out;
  }
  a:hover::after {
    background: color-mix(in srgb, var(--primary-text-color, #141414) 4%, transparent);
  }
  a:focus-visible::after {
    border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -2px;
  }

  .latency {
    width: 88px;
    flex: none;
  }
  .now {
    display: block;
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 24px;
    text-align: end;
  }
  .latency .sparkline {
    margin-block-start: 4px;
  }

  .badges {
    margin-block-start: auto;
  }
`;var V1,C7,H7,V7,L7,j=class extends c{constructor(){super(...arguments);s(this,V1);this.hasLine=!1;this.hasDetails=!1;this.path=null;this.accountName=null;this.entityId=null}render(){let{host:C,server:L}=this,e=i5(C,L);return t`<div class="row ${a2(L)}">
      <div class="head">
        <span class="circle">${Z(K(L.connection_type))}</span>
        <div class="who">
          <span class="name">${o(this,V1,C7).call(this)}</span>
          <span class="type">${o2(C.text,L)}</span>
        </div>
        ${o(this,V1,V7).call(this)}
      </div>
      ${this.hasDetails?p5(C,L):n}
      ${e.length>0?t`<ul class="badges">${e}</ul>`:n}
    </div>`}};V1=new WeakSet,C7=function(){let{server:C,accountName:L}=this,e=L?t` (<bdi>${L}</bdi>)`:n,M=t`<bdi>${C.name}</bdi>${e}`;return this.path?t`<a class="open" href=${this.path} @click=${_}>${M}</a>`:this.entityId?t`<button class="open" type="button" @click=${o(this,V1,H7)}>
          ${M}
        </button>`:M},H7=function(){this.dispatchEvent(new CustomEvent("hass-more-info",{detail:{entityId:this.entityId},bubbles:!0,composed:!0}))},V7=function(){let{host:C,server:L}=this;return t`<div class="latency">
      <span class="visually-hidden">${C.text("panel_latency")}</span>
      <span class="number">
        ${L.latency_ms===null?"–":C.format.milliseconds(L.latency_ms)}
      </span>
      ${this.hasLine?o(this,V1,L7).call(this):n}
    </div>`},L7=function(){let{recent_ms:C,latency_ms:L}=this.server;return t`<div class="line">
      ${r2(C)}
      <span class="visually-hidden">${t2(this.host,C,L)}</span>
    </div>`},j.styles=[f,k,T2,o5,m5,i2,p`
      :host {
        display: block;
        container-type: inline-size;
      }
      .row {
        position: relative;
        display: flex;
        flex-direction: column;
        gap: 8px;
        height: 100%;
        padding: 9px 10px;
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
      }
      .head {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 36px;
      }
      .who {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-width: 0;
      }
      .name {
        display: -webkit-box;
        overflow: hidden;
        font-weight: var(--ha-font-weight-medium, 500);
        line-height: 20px;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .type {
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      .latency {
        min-width: 0;
        flex: 0 0 88px;
        text-align: end;
        white-space: nowrap;
      }
      .number {
        display: block;
        line-height: 20px;
      }
      .line {
        height: 16px;
      }
      .line .sparkline {
        height: 16px;
      }
      .facts {
        padding-inline: 2px;
      }
      /* Half of a section on a phone: leave the space to the name. */
      @container (max-width: 240px) {
        .latency {
          flex-basis: auto;
        }
        .line {
          display: none;
        }
      }

      .open,
      button.open:hover {
        display: inline;
        min-height: 0;
        padding: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        text-decoration: none;
      }
      /* The link to the server covers the whole row. */
      .open::after {
        position: absolute;
        inset: 0;
        border-radius: inherit;
        content: "";
        transition: background-color 180ms ease-in-out;
      }
      .open:hover::after {
        background: color-mix(
          in srgb,
          var(--primary-text-color, #141414) 4%,
          transparent
        );
      }
      .open:focus-visible {
        outline: none;
      }
      .open:focus-visible::after {
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
        outline: 2px solid var(--primary-color, #009ac7);
        outline-offset: -2px;
      }
    `],d([m({attribute:!1})],j.prototype,"host",2),d([m({attribute:!1})],j.prototype,"server",2),d([m({type:Boolean})],j.prototype,"hasLine",2),d([m({type:Boolean})],j.prototype,"hasDetails",2),d([m({attribute:!1})],j.prototype,"path",2),d([m({attribute:!1})],j.prototype,"accountName",2),d([m({attribute:!1})],j.prototype,"entityId",2),j=d([S("plex-connection-card-row")],j);var f6={comma_decimal:"en-US",decimal_comma:"de",space_comma:"fr",quote_decimal:"de-CH",none:"en-US"},g6=new Set(["integer","group","decimal","fraction"]);function M7(V){let{locale:H}=V,C=O6(H),L=y6(H,C),e=H.time_zone==="server"?V.config.time_zone:void 0,M={...w6(H),minute:"2-digit"},r=x=>{let u=new Intl.DateTimeFormat(H.language,{...x,...e?{timeZone:e}:{}});return y=>u.format(y)},i=r(M),a=r({...M,second:"2-digit"}),v=r({day:"numeric",month:"short",...M}),h=new Intl.RelativeTimeFormat(H.language,{numeric:"always"}),l=new Intl.RelativeTimeFormat(H.language,{numeric:"auto"});return{number:C,milliseconds:x=>Math.round(x/1e3)>=60?e7(x/1e3,L):x<1e3?L(x,"millisecond",x<10?1:0):L(x/1e3,"second",1),percent:b6(H),duration:x=>e7(x,L),relative:x=>{let[u,y]=T6(x);return u===0?l.format(0,y):h.format(u,y)},time:(x,u=!1)=>(u?a:i)(x),dateTime:v,day:r({day:"numeric",month:"short"})}}function i3(V){let H=new Map;return C=>{let L=H.get(C)??V(C);return H.set(C,L),L}}function r7(V){if(V.number_format!=="system")return f6[V.number_format]??V.language}function O6(V){let H=i3(C=>new Intl.NumberFormat(r7(V),{maximumFractionDigits:C,useGrouping:V.number_format!=="none"}));return(C,L=0)=>H(L).format(C)}function y6(V,H){let C=i3(L=>new Intl.NumberFormat(V.language,{style:"unit",unit:L,unitDisplay:"short"}));return(L,e,M=0)=>{let r=!1;return C(e).formatToParts(Number(L.toFixed(M))).map(a=>{if(!g6.has(a.type))return a.value;let v=r?"":H(L,M);return r=!0,v}).join("")}}function b6(V){let H=i3(C=>new Intl.NumberFormat(r7(V),{style:"percent",maximumFractionDigits:C}));return C=>C>.99&&C<1?H(1).format(Math.min(C,.999)):H(0).format(C)}function w6(V){return k6(V)?{hour:"numeric",hourCycle:"h12"}:{hour:"2-digit",hourCycle:"h23"}}function k6({time_format:V,language:H}){if(V==="12"||V==="24")return V==="12";let C=V==="system"?void 0:H,{hourCycle:L}=new Intl.DateTimeFormat(C,{hour:"numeric"}).resolvedOptions();return L==="h12"||L==="h11"}function T6(V){let H=Math.abs(V);return H<60?[Math.trunc(V),"second"]:H<3600?[Math.trunc(V/60),"minute"]:H<86400?[Math.trunc(V/3600),"hour"]:[Math.trunc(V/86400),"day"]}function e7(V,H){let C=Math.max(0,Math.round(V)),L=[[Math.trunc(C/86400),"day"],[Math.trunc(C%86400/3600),"hour"],[Math.trunc(C%3600/60),"minute"],[C%60,"second"]],e=L.findIndex(([M])=>M>0);return e<0?H(0,"second"):L.slice(e,e+2).filter(([M])=>M>0).map(([M,r])=>H(M,r)).join(" ")}var R6=5e3,n2=class{constructor(H){this.value=null;this.#e=H,H.addController(this)}#e;#C;#L;#H;#V;hostConnected(){this.#C&&this.update(this.#C)}hostDisconnected(){clearTimeout(this.#V),this.#H=void 0}update(H){let C=this.#C;if(this.#C=H,this.#L?.language!==H.language){this.#H!==H.language&&this.#M(H);return}(!C||!this.value||B6(C,H))&&this.#r(H,this.#L.text)}async#M(H){clearTimeout(this.#V),this.#H=H.language;try{let C=await p1(H);this.#H===H.language&&(this.#H=void 0),this.#C?.language===H.language&&(this.#L={language:H.language,text:C},this.#r(this.#C,C))}catch{this.#H===H.language&&(this.#V=setTimeout(()=>this.#C&&this.#M(this.#C),R6))}}#r(H,C){this.value={connection:H.connection,connected:H.connected,text:C,format:M7(H),isAdmin:H.user?.is_admin??!1,rtl:document.dir==="rtl"||document.documentElement.dir==="rtl",hass:H},this.#e.requestUpdate()}};function B6(V,H){return V.connection!==H.connection||V.connected!==H.connected||V.locale!==H.locale||V.config.time_zone!==H.config.time_zone||V.config.components!==H.config.components||V.user?.is_admin!==H.user?.is_admin||V.entities!==H.entities}var P6="unknown_command",d2=class{#e;#C;#L;#H;#V;#M;#r;#o=1e3;#t=0;#a=!1;constructor(H,C,L,e){this.#e=H,this.#C=C,this.#L=L,this.#H=e}open(){this.#a||(this.#a=!0,this.#e.addEventListener("ready",this.#i),this.#e.addEventListener("disconnected",this.#A),this.#n())}close(){this.#a=!1,this.#t+=1,clearTimeout(this.#M),clearTimeout(this.#r),this.#e.removeEventListener("ready",this.#i),this.#e.removeEventListener("disconnected",this.#A),this.#p()}#i=()=>{this.#V=void 0,this.#o=1e3,this.#n(),clearTimeout(this.#r),this.#r=setTimeout(()=>this.#d(),2e4)};#A=()=>{this.#t+=1,this.#V=void 0,clearTimeout(this.#M),clearTimeout(this.#r),this.#H({kind:"lost"})};#d(){this.#p(),this.#n()}async#n(){clearTimeout(this.#M),this.#t+=1;let H=this.#t;try{let C=await this.#e.subscribeMessage(L=>H===this.#t&&this.#L(L),this.#C,{resubscribe:!1});if(H!==this.#t){R2(C);return}this.#V=C,this.#o=1e3,this.#H({kind:"live"})}catch(C){H===this.#t&&this.#m(C)}}#m(H){let{code:C,message:L}=H,e=C===P6||typeof C=="number"||!L;this.#H(e?{kind:"lost"}:{kind:"refused",message:L}),this.#M=setTimeout(()=>{this.#n()},this.#o),this.#o=Math.min(2*this.#o,3e4)}#p(){let H=this.#V;this.#V=void 0,H&&R2(H)}};async function R2(V){try{await V()}catch{return}}var $={subscribeOverview:"plex_connection/subscribe_overview",subscribeServer:"plex_connection/subscribe_server",testConnections:"plex_connection/test_connections",rediscover:"plex_connection/rediscover",pin:"plex_connection/pin",forget:"plex_connection/forget"};var i7={state:{kind:"connecting"},isKnown:!1,bundle:null,accounts:[],servers:[]},_6=2e3,t7=new WeakMap;function L1(V){return`${V.entry_id}/${V.server_id}`}var o3=class{constructor(H){this.value=i7;this.#e=new Set;this.#L=new Map;this.#H=new Map;this.#C=new d2(H,{type:$.subscribeOverview},C=>this.#M(C),C=>this.#r({state:C}))}#e;#C;#L;#H;#V;listen(H){return clearTimeout(this.#V),this.#e.add(H),this.#C.open(),()=>{this.#e.delete(H),this.#e.size===0&&(this.#V=setTimeout(()=>this.#C.close(),_6))}}#M(H){A5(H.now),H.full&&(this.#L.clear(),this.#H.clear());for(let C of H.gone_accounts)this.#L.delete(C);for(let C of H.gone_servers)this.#H.delete(L1(C));for(let C of H.accounts)this.#L.set(C.entry_id,C);for(let C of H.servers)this.#H.set(L1(C),C);this.#r({isKnown:!0,bundle:H.bundle??null,accounts:[...this.#L.values()].sort(D6),servers:[...this.#H.values()].sort(F6)})}#r(H){this.value={...this.value,...H};for(let C of this.#e)C()}};function F6(V,H){return V.name.localeCompare(H.name)||L1(V).localeCompare(L1(H))}function D6(V,H){return V.title.localeCompare(H.title)||V.entry_id.localeCompare(H.entry_id)}var p2=class{#e;#C;#L;#H=!1;constructor(H){this.#e=H,H.addController(this)}get value(){return this.#C?.value??i7}use(H){let C=t7.get(H);C||(C=new o3(H),t7.set(H,C)),C!==this.#C&&(this.#L?.(),this.#C=C,this.#V())}hostConnected(){this.#H=!0,this.#V()}hostDisconnected(){this.#H=!1,this.#L?.(),this.#L=void 0}#V(){this.#H&&this.#C&&(this.#L?.(),this.#L=this.#C.listen(()=>this.#e.requestUpdate()))}};var A7="plex_connection";function m2({devices:V,entities:H}){let C=new Map;for(let i of Object.values(H??{}))if(s5(i)&&i.device_id&&i.translation_key){let a=C.get(i.device_id)??{};a[i.translation_key]=i.entity_id,C.set(i.device_id,a)}let L=Object.values(V??{}).filter(E6),e=L.filter(l5),M=L.filter(i=>!l5(i)),r=i=>{let a=e.find(l=>o7(l,i)),v=M.some(l=>G1(l)===G1(i)&&e.find(x=>o7(x,l))!==a),h=v&&a?` (${G1(a)})`:"";return{id:i.id,name:`${G1(i)}${h}`,isNameShared:v,entities:C.get(i.id)??{}}};return{servers:M.map(r).sort(a7),accounts:e.map(i=>({id:i.id,name:G1(i),isNameShared:!1,entities:C.get(i.id)??{}})).sort(a7)}}function o7(V,H){let C=new Set(V.config_entries??[]);return H.via_device_id===V.id||(H.config_entries??[]).some(L=>C.has(L))}function s5(V){return V?.platform===A7}function l5(V){return V.entry_type==="service"}function G1(V){return V.name_by_user||V.name||""}function n7({entities:V},H,C){return Object.values(V??{}).find(L=>s5(L)&&L.device_id===H&&L.translation_key===C)?.entity_id}function E6(V){return(V.identifiers??[]).some(([H])=>H===A7)}function a7(V,H){return V.name.localeCompare(H.name)||V.id.localeCompare(H.id)}var g1="/plex-connection";function v5(V){let H=[V.entry_id,V.server_id].map(encodeURIComponent);return`${g1}/server/${H.join("/")}`}function x5(V){let[,H,C,L]=V.split("/");if(H!=="server"||!C||!L)return null;try{return{entry_id:decodeURIComponent(C),server_id:decodeURIComponent(L)}}catch{return null}}function d7(V,H){let C=H.plex_tv==="ok";return t`<div class="account ${C?"":"problem"}">
    ${Z(C?"account":"alert")}
    <div>
      <bdi>${H.title}</bdi>
      <span class="secondary">${$6(V,H)}</span>
    </div>
  </div>`}function $6({text:V,format:H},C){let L=e5(V,C);if(C.state!=="loaded")return L;let e=H.number(C.requests_today);return`${L} · ${V("panel_requests_today")}: ${e}`}var p7=p`
  .account {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 10px 16px 4px;
  }
  .account div {
    display: flex;
    flex-direction: column;
    min-width: 0;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .account .secondary {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .account .icon {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .problem .icon {
    color: var(--warning-color, #ffa600);
  }
  section + section {
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
`;function u5(){return document.querySelector("home-assistant")?.hass}var N6={card_name:"Plex Connection",card_description:"How Home Assistant connects to one or all of your Plex servers.",card_with_details:"With details",card_error_config:"The card has no configuration.",card_error_device:"device must be the device ID of a server.",card_error_columns:"columns must be a whole number from 1 to {most}.",card_error_switch:"{option} must be true or false.",strategy_name:"Plex Connection",strategy_description:"All your Plex servers: how Home Assistant connects to them, their history, and what you can do."};function e1(V,H={}){let C=u5(),L=C?.localize?V3(C.localize)(V,H):"";return!L&&C&&p1(C).catch(()=>{}),L||I6(N6[V],H)}function I6(V,H){return V.replace(/\{(\w+)\}/g,(C,L)=>String(H[L]??""))}var B2="plex-connection-card",Q1=`custom:${B2}`,A3=6,m7=["show_sparkline","show_details","show_account"];function n3(V){if(typeof V!="object"||V===null||Array.isArray(V))throw c5("card_error_config");let{device:H,columns:C,...L}=V;if(!a3(H)&&typeof H!="string")throw c5("card_error_device");if(!a3(C)&&!W6(C))throw c5("card_error_columns",{most:A3});for(let e of m7)if(!a3(L[e])&&typeof L[e]!="boolean")throw c5("card_error_switch",{option:e})}function c5(V,H){return new Error(e1(V,H))}function a3(V){return V==null}function W6(V){let H=Number(V);return typeof V=="number"&&Number.isInteger(H)&&H>=1&&H<=A3}var U6=[{name:"device",selector:{device:{filter:{integration:"plex_connection",model:"Media Server"}}}},{name:"columns",selector:{number:{min:1,max:A3,step:1,mode:"box"}}},...m7.map(V=>({name:V,default:V==="show_sparkline",selector:{boolean:{}}}))];async function l7(){let V=u5(),H=V?await p1(V).catch(()=>{}):void 0;return{schema:U6,assertConfig:n3,computeLabel:C=>H?.(`card_${C.name}`)||void 0,computeHelper:C=>H?.(`card_${C.name}_help`)||void 0}}async function s7(V){await p1(V).catch(()=>{});let[H]=m2(V).servers;return H?{device:H.id}:{}}function v7(V,H){let C=V.entities?.[H],L=C?.device_id?V.devices?.[C.device_id]:void 0;if(!s5(C)||!L)return null;if(l5(L))return[{config:{type:Q1,show_account:!0}}];let e={type:Q1,device:L.id};return[{config:e},{label:e1("card_with_details"),config:{...e,show_details:!0}}]}function Y(V,H,C,L=n){return t`<div class="card empty">
    ${Z(V)}
    <h2>${H}</h2>
    <p>${C}</p>
    ${L}
  </div>`}var Z5=p`
  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    padding: 48px 24px;
    text-align: center;
  }
  .empty > .icon {
    width: 48px;
    height: 48px;
    color: var(--secondary-text-color, #5e5e5e);
  }
  .empty p {
    max-width: 56ch;
    margin: 0 0 8px;
    color: var(--secondary-text-color, #5e5e5e);
  }
`;function x7(V,H,C,L){let{text:e}=V;return L.length>0?null:H.isKnown?C?C.device?Y("waiting",e("card_unwatched",{name:G1(C.device)}),e("card_unwatched_why")):Y("unknown",e("card_gone"),e("card_gone_why")):H.accounts.length===0?Q6(V):Y("offline",e("panel_no_servers"),e("card_no_servers_why")):G6(V,H)}function G6(V,{state:H}){let{text:C}=V;if(H.kind==="refused"){let L=C("panel_refused_why",{reason:H.message});return Y("failed",C("card_refused"),L)}return!V.connected||H.kind==="lost"?Y("away",C("card_away"),C("card_away_why")):d3(C("panel_loading"))}function Q6({text:V,isAdmin:H}){return Y("account",V("panel_no_account"),V(H?"panel_no_account_why":"panel_no_account_ask"),H?t`<a href=${t5} @click=${_}>${V("panel_add_account")}</a>`:n)}function d3(V){return t`<div class="skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${V}</span>
    <i class="round"></i><i class="bar"></i>
  </div>`}var u7=p`
  ${Z5}

  /* It is inside the card already: no second border and background. */
  .empty.card {
    height: 100%;
    justify-content: center;
    gap: 4px;
    padding: 16px;
    border: none;
    background: none;
    box-shadow: none;
  }
  .empty > .icon {
    width: 32px;
    height: 32px;
  }
  .empty p {
    margin: 0;
  }

  .skeleton {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px;
  }
  .skeleton i {
    display: block;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 50%;
    height: 12px;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;var c7={compact:1,detailed:3},s1,P2,v1,T,Z7,S7,p3,h7,f7,m3,g7,O7,l1=class extends c{constructor(){super(...arguments);s(this,T);s(this,s1);s(this,P2,new n2(this));s(this,v1,new p2(this))}setConfig(C){n3(C),this.config=C}set hass(C){let L=A(this,s1)?.devices;B(this,s1,C),A(this,P2).update(C),A(this,v1).use(C.connection),L!==C.devices&&this.requestUpdate()}getCardSize(){let C=this.config?.show_details?c7.detailed:c7.compact;return Math.max(1,o(this,T,p3).call(this).length)*C}getGridOptions(){return{columns:this.config?.device?12:"full",rows:"auto",min_columns:6}}render(){let C=o(this,T,Z7).call(this);return customElements.get("ha-card")?t`<ha-card>${C}</ha-card>`:t`<div class="card">${C}</div>`}};s1=new WeakMap,P2=new WeakMap,v1=new WeakMap,T=new WeakSet,Z7=function(){let C=A(this,P2).value,L=A(this,v1).value;if(!this.config)return n;if(!C)return d3("");let e=o(this,T,p3).call(this);return x7(C,L,o(this,T,S7).call(this),e)??o(this,T,h7).call(this,C,e)},S7=function(){let C=this.config?.device||null;return C===null?null:{id:C,device:A(this,s1)?.devices?.[C]}},p3=function(){let{servers:C}=A(this,v1).value,L=this.config?.device;return L?C.filter(e=>e.device_id===L):C},h7=function(C,L){let e=A(this,v1).value,M=C.connected&&e.state.kind==="live",r=C.text(C.connected?"panel_notice_starting":"panel_notice_away");return t`<div class=${M?"":"stale"}>
      <p class="note secondary" role="status">${M?n:r}</p>
      ${this.config?.show_account?o(this,T,f7).call(this,C,L):o(this,T,m3).call(this,C,L)}
    </div>`},f7=function(C,L){let{accounts:e}=A(this,v1).value,M=r=>!this.config?.device||L.some(i=>i.entry_id===r);return t`${I(e.filter(r=>M(r.entry_id)),r=>r.entry_id,r=>t`<section aria-label=${r.title}>
        ${d7(C,r)}
        ${o(this,T,m3).call(this,C,L.filter(i=>i.entry_id===r.entry_id))}
      </section>`)}`},m3=function(C,L){let{columns:e,show_details:M,show_sparkline:r}=this.config??{},i=!!A(this,s1)?.panels?.[g1.slice(1)];return t`<ul style=${e?`--columns: ${e}`:""}>
      ${I(L,L1,a=>t`<li>
          <plex-connection-card-row
            .host=${C}
            .server=${a}
            .hasLine=${r??!0}
            .hasDetails=${M??!1}
            .accountName=${o(this,T,g7).call(this,a)}
            .path=${i?v5(a):null}
            .entityId=${i?null:o(this,T,O7).call(this,a)}
          ></plex-connection-card-row>
        </li>`)}
    </ul>`},g7=function(C){let{accounts:L,servers:e}=A(this,v1).value;return!e.some(({name:r,entry_id:i})=>r===C.name&&i!==C.entry_id)||this.config?.show_account?null:L.find(({entry_id:r})=>r===C.entry_id)?.title??null},O7=function(C){return A(this,s1)&&C.device_id?n7(A(this,s1),C.device_id,"connection_type")??null:null},l1.getStubConfig=s7,l1.getConfigForm=l7,l1.styles=[f,u7,p7,p`
      :host {
        display: block;
        height: 100%;
      }
      ha-card,
      .card {
        height: 100%;
        overflow: auto;
      }
      ul {
        display: grid;
        /* As many columns as fit, up to the configured maximum. */
        grid-template-columns: repeat(
          auto-fit,
          minmax(min(100%, max(240px, 100% / var(--columns, 12))), 1fr)
        );
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        /* The browser does not render rows outside the viewport. */
        content-visibility: auto;
        contain-intrinsic-size: auto none auto 56px;
      }
      .note {
        margin: 0;
        padding: 10px 12px 0;
        font-size: var(--ha-font-size-s, 12px);
      }
      .note:empty {
        position: absolute;
        padding: 0;
      }
      /* Possibly outdated content is gray, but stays readable. */
      .stale ul {
        filter: grayscale(1);
        opacity: 0.9;
      }
    `],d([P()],l1.prototype,"config",2),d([m({reflect:!0})],l1.prototype,"layout",2),l1=d([S(B2)],l1);var M1=class{constructor(H){this.state={kind:"idle"};this.#e=H,H.addController(this)}#e;get isRunning(){return this.state.kind==="running"}hostConnected(){}async run(H,C){if(!this.isRunning){this.#C({kind:"running"});try{let L=await H.connection.sendMessagePromise(C);this.#C({kind:"done",result:L})}catch(L){this.#C({kind:"failed",message:await l3(H,L)})}}}reset(){this.isRunning||this.#C({kind:"idle"})}#C(H){this.state=H,this.#e.requestUpdate()}};async function l3(V,H){let{code:C,message:L,...e}=z6(H),M=await K6(V,e);return M||(C==="unauthorized"?V.text("panel_error_unauthorized"):typeof C=="string"&&L?L:V.text("panel_error_no_answer"))}function z6(V){if(typeof V!="object"||V===null)return{};let H=V.error;return{code:"",...typeof H=="object"&&H!==null?H:V}}async function K6(V,{translation_key:H,translation_domain:C,translation_placeholders:L}){if(!H||!C)return"";try{return(await V.hass.loadBackendTranslation("exceptions",C))(`component.${C}.exceptions.${H}.message`,L)}catch{return""}}function z1(V,H,C,L,{isDisabled:e=!1,classes:M=""}={}){let r=C||e;return t`<button
    type="button"
    class="command ${M}"
    aria-busy=${C?"true":"false"}
    aria-disabled=${r?"true":n}
    @click=${()=>r||L()}
  >
    ${C?t`<span class="spinner" aria-hidden="true"></span>`:Z(H)}
    <span>${V}</span>
  </button>`}var l2=p`
  button.command[aria-disabled="true"] {
    cursor: default;
  }
  button.command[aria-disabled="true"]:not([aria-busy="true"]) {
    opacity: 0.6;
  }
  .spinner {
    width: 20px;
    height: 20px;
    flex: none;
    border: 2px solid color-mix(in srgb, currentcolor 25%, transparent);
    border-block-start-color: currentcolor;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;function S5({text:V,format:H},C){let{rate_limited:L,next_allowed:e,servers_found:M}=C;if(!L)return V("panel_search_found",{count:H.number(M)});if(!e)return V("panel_search_limited_for_now");let r=new Date(e);return r.getTime()>q()?V("panel_search_limited",{time:H.time(r,!0)}):""}var q6={setup_in_progress:"wait",unload_in_progress:"wait",setup_retry:"wait"},j6={ok:"good",no_answer:"wait",token_rejected:"bad"},Y6={good:"account",wait:"alert",bad:"failed"},K1,W,y7,b7,w7,k7,T7,R7,O1=class extends c{constructor(){super(...arguments);s(this,W);this.live=!1;s(this,K1,new M1(this))}render(){let{account:C}=this,L=X6(C),e=C.state==="loaded";return t`<div class="card account ${L}">
      <span class="circle">${Z(Y6[L])}</span>
      <div class="who">
        <h2><bdi>${C.title}</bdi></h2>
        <span>${e5(this.host.text,C)}</span>
        ${L==="good"?n:o(this,W,y7).call(this)}
      </div>
      ${e?o(this,W,b7).call(this):n}
      ${e&&this.host.isAdmin?o(this,W,T7).call(this):n}
      <p role="status" class=${A(this,K1).state.kind}>${o(this,W,R7).call(this)}</p>
    </div>`}};K1=new WeakMap,W=new WeakSet,y7=function(){if(!this.host.isAdmin)return n;let C=this.account.plex_tv==="token_rejected"?"sign_in":"integration";return t`<a href=${r5} @click=${_}>
      ${this.host.text(`panel_link_${C}`)}
    </a>`},b7=function(){let{account:C,host:L}=this,{text:e,format:M}=L;return t`<dl>
      <div class="wide">
        <dt>${e("panel_last_list")}</dt>
        <dd>${o(this,W,k7).call(this)}</dd>
      </div>
      <div>
        <dt>${e("panel_requests_today")}</dt>
        <dd class="number">${M.number(C.requests_today)}</dd>
      </div>
      <div>
        <dt>${e("panel_saved_today")}</dt>
        <dd class="number">${M.number(C.saved_today)}</dd>
      </div>
      ${C.unlisted_since?o(this,W,w7).call(this,C.unlisted_since):n}
    </dl>`},w7=function(C){let{account:L,host:e}=this;return t`<div class="unlisted">
      <dt>${e.text("panel_badge_unlisted")}</dt>
      <dd>
        ${e.format.number(L.unlisted)}<span class="secondary">
          · ${H1(e,C)}</span
        >
      </dd>
    </div>`},k7=function(){let{account:C,host:L}=this;if(!C.discovered_at)return L.text("panel_none");let e=C.plex_tv==="ok"?C.discovery_trigger:null,M=e?t`<span class="secondary"> · ${c0(L.text,e)}</span>`:n;return t`${H1(L,C.discovered_at)}${M}`},T7=function(){let{account:C,host:L}=this;return z1(L.text("panel_search_again"),"rediscover",A(this,K1).isRunning,()=>{A(this,K1).run(L,{type:$.rediscover,entry_id:C.entry_id})},{isDisabled:!this.live})},R7=function(){let{state:C}=A(this,K1);switch(C.kind){case"running":return this.host.text("panel_searching");case"failed":return C.message;case"done":return S5(this.host,C.result);default:return""}},O1.styles=[f,T2,l2,p`
      :host {
        display: block;
      }
      .account {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px 16px;
        padding: 12px 16px;
      }
      .good {
        --type-color: var(--success-color, #43a047);
      }
      .wait {
        --type-color: var(--warning-color, #ffa600);
      }
      .bad {
        --type-color: var(--error-color, #db4437);
      }
      .circle {
        margin-inline-end: -4px;
      }
      .who {
        display: flex;
        /* Fits on one line of a 1280 px screen in every language. */
        flex: 1 1 120px;
        flex-direction: column;
        min-width: 0;
        line-height: 20px;
      }
      /* An error is a whole sentence: it takes space from the facts. */
      :is(.wait, .bad) .who {
        flex-basis: 320px;
      }
      h2 {
        overflow-wrap: anywhere;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        margin: 0;
        line-height: 20px;
      }
      dl .wide {
        /* The maximum width: nothing may move when the text changes every second. */
        width: 240px;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
      }
      p {
        flex-basis: 100%;
        margin: 0;
        text-align: end;
      }
      /* It must stay in the DOM: screen readers announce only what changes in it. */
      p:empty {
        position: absolute;
      }
    `],d([m({attribute:!1})],O1.prototype,"host",2),d([m({attribute:!1})],O1.prototype,"account",2),d([m({type:Boolean})],O1.prototype,"live",2),O1=d([S("plex-connection-account-line")],O1);function X6({state:V,plex_tv:H}){return V!=="loaded"?q6[V]??"bad":H?j6[H]:"wait"}var s3={types:new Set,name:""},J6=["local","remote","relay","offline","unknown"];function P7(V){return V.connection_type??"unknown"}function _7(V){return J6.map(H=>[H,V.filter(C=>P7(C)===H).length]).filter(([H,C])=>H!=="unknown"||C>0)}function v3(V,{types:H,name:C}){let L=B7(C.trim());return V.filter(e=>(H.size===0||H.has(P7(e)))&&B7(e.name).includes(L))}function F7(V,H){let C=new Set(V.types);return C.delete(H)||C.add(H),{...V,types:C}}function B7(V){return V.normalize("NFKD").replace(/\p{M}/gu,"").toLowerCase()}var C8=8;function D7(V,H,C,L){return H.length<2?n:t`<div class="filters">
    <div class="chips" role="group" aria-label=${V.text("panel_filter")}>
      ${_7(H).map(([e,M])=>H8(V,e,M,C.types.has(e),()=>L(F7(C,e))))}
    </div>
    ${H.length<C8?n:V8(V,C,L)}
  </div>`}function H8(V,H,C,L,e){let M=H==="unknown"?null:H;return t`<button
    type="button"
    class="chip type-${H}"
    aria-pressed=${L?"true":"false"}
    @click=${e}
  >
    ${Z(K(M))}
    <span>${w(V.text,M)}</span>
    <span class="number count">${V.format.number(C)}</span>
  </button>`}function V8(V,H,C){let L=V.text("panel_search_name");return t`<label class="search">
    ${Z("search")}
    <span class="visually-hidden">${L}</span>
    <input
      type="search"
      autocomplete="off"
      placeholder=${L}
      .value=${H.name}
      @input=${e=>C({...H,name:e.target.value})}
    />
  </label>`}var E7=p`
  ${k}

  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  :host([narrow]) .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    width: 100%;
  }
  :host([narrow]) .search {
    width: 100%;
  }
  .chip {
    min-height: 36px;
    padding: 0 12px;
    border: 1px solid var(--divider-color, #e0e0e0);
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  .chip .icon {
    color: var(--type-color);
  }
  .chip .count {
    font-weight: var(--ha-font-weight-bold, 600);
  }
  .chip[aria-pressed="true"] {
    border-color: var(--primary-color, #009ac7);
    background: color-mix(
      in srgb,
      var(--primary-color, #009ac7) 20%,
      var(--card-background-color, #fff)
    );
  }

  .search {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 280px;
    max-width: 100%;
    min-height: 40px;
    padding-inline: 12px 4px;
    border: 1px solid var(--divider-color, #e0e0e0);
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: var(--ha-card-background, var(--card-background-color, #fff));
    color: var(--secondary-text-color, #5e5e5e);
  }
  .search:focus-within {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -1px;
  }
  .search .icon {
    width: 20px;
    height: 20px;
  }
  .search input {
    flex: 1;
    min-width: 0;
    height: 36px;
    border: none;
    outline: none;
    background: none;
    color: var(--primary-text-color, #141414);
    font: inherit;
  }
  .search input::placeholder {
    color: inherit;
    opacity: 1;
  }
`;var L8=4;function h5(V){return t`<div class="page skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${V}</span>
    <div class="chips">${Array.from({length:4},()=>t`<i class="pill"></i>`)}</div>
    <div class="account">
      <div class="card line"><i class="round"></i><i class="bar"></i></div>
      <div class="grid">
        ${Array.from({length:L8},()=>t`<div class="card box">
            <div><i class="round"></i><i class="bar"></i></div>
            <i class="bar"></i><i class="bar"></i><i class="bar short"></i>
          </div>`)}
      </div>
    </div>
  </div>`}var e8=p`
  .page {
    max-width: 1400px;
    margin: 0 auto;
    padding: 16px;
  }
  :host([narrow]) .page {
    padding: 8px;
  }
`,M8=p`
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
`,f5=p`
  ${e8}
  ${M8}

  .skeleton {
    display: grid;
    gap: 16px;
  }
  .skeleton .account {
    display: grid;
    gap: 8px;
  }
  .skeleton i {
    display: block;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    border-radius: 4px;
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .skeleton .pill {
    width: 96px;
    height: 36px;
    border-radius: 18px;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 60%;
    height: 12px;
  }
  .skeleton .short {
    width: 40%;
  }
  .skeleton .line,
  .skeleton .box div {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .skeleton .line {
    min-height: 68px;
    padding: 12px 16px;
  }
  .skeleton .box {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-height: 166px;
    padding: 12px;
  }
  .skeleton .box div {
    min-height: 52px;
  }
  :host([narrow]) .skeleton .line {
    min-height: 213px;
    align-items: start;
  }
  :host([narrow]) .skeleton .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
  }
  :host([narrow]) .skeleton .pill {
    width: auto;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;var y1,$7,N7,I7,q1=class extends c{constructor(){super(...arguments);s(this,y1)}render(){let{host:C,server:L}=this,e=i5(C,L);return t`<div class="card tile ${a2(L)}">
      <div class="inner">
        <div class="head">
          <span class="circle">${Z(K(L.connection_type))}</span>
          <div class="who">
            <h3>
              <a href=${v5(L)} @click=${_}>
                <bdi>${L.name}</bdi>
              </a>
            </h3>
            <span>${o(this,y1,$7).call(this)}</span>
          </div>
          ${o(this,y1,N7).call(this)}
        </div>
        ${p5(C,L)}
        ${e.length>0?t`<ul class="badges">${e}</ul>`:n}
      </div>
    </div>`}};y1=new WeakSet,$7=function(){let{host:C,server:L}=this,e=o2(C.text,L);return L.suspected?`${e} · ${C.text("panel_suspected")}`:e},N7=function(){let{host:C,server:L}=this;return t`<div class="latency">
      <span class="visually-hidden">${C.text("panel_latency")}</span>
      <span class="now"><bdi class="number">${o(this,y1,I7).call(this)}</bdi></span>
      ${r2(L.recent_ms)}
      <span class="visually-hidden">${t2(C,L.recent_ms,L.latency_ms)}</span>
    </div>`},I7=function(){let{latency_ms:C}=this.server;return C===null?"–":this.host.format.milliseconds(C)},q1.styles=[f,k,o5,m5,i2,J0,p`
      :host {
        display: block;
      }
    `],d([m({attribute:!1})],q1.prototype,"host",2),d([m({attribute:!1})],q1.prototype,"server",2),q1=d([S("plex-connection-server-tile")],q1);var W7=s3,b,u3,Q7,c3,z7,K7,_2,q7,j7,Y7,X7,J7,x1=class extends c{constructor(){super(...arguments);s(this,b);this.narrow=!1;this.filter=W7;s(this,_2,C=>{W7=C,this.filter=C})}render(){return t`
      <div role="status" class="notices">${o(this,b,Q7).call(this)}</div>
      ${this.overview.isKnown?o(this,b,K7).call(this):o(this,b,z7).call(this)}
    `}};b=new WeakSet,u3=function(){return this.host.connected&&this.overview.state.kind==="live"},Q7=function(){let{host:C,overview:L}=this;return C.connected?L.state.kind==="lost"?x3("waiting",C.text("panel_notice_starting")):L.state.kind==="refused"&&!L.isKnown?t`<span class="visually-hidden">${C.text("panel_refused")}</span>`:L.state.kind==="refused"?x3("alert",o(this,b,c3).call(this,L.state.message)):n:x3("away",C.text("panel_notice_away"))},c3=function(C){return this.host.text("panel_refused_why",{reason:C.replace(/\.$/,"")})},z7=function(){let{host:C,overview:L}=this;if(L.state.kind==="refused"){let e=o(this,b,c3).call(this,L.state.message);return U7(Y("failed",C.text("panel_refused"),e))}return h5(C.text("panel_loading"))},K7=function(){let{accounts:C}=this.overview;return C.length===0?o(this,b,q7).call(this):t`<div class="page known ${A(this,b,u3)?"":"stale"}">
      ${D7(this.host,this.overview.servers,this.filter,A(this,_2))}
      ${I(C,L=>L.entry_id,L=>o(this,b,Y7).call(this,L))}
      ${o(this,b,j7).call(this)}
    </div>`},_2=new WeakMap,q7=function(){let{text:C,isAdmin:L}=this.host;return U7(Y("account",C("panel_no_account"),C(L?"panel_no_account_why":"panel_no_account_ask"),L?G7(t5,C("panel_add_account")):n))},j7=function(){let{host:C,overview:L,filter:e}=this,{servers:M}=L;return M.length===0||v3(M,e).length>0?n:Y("search",C.text("panel_nothing_fits"),C.text("panel_nothing_fits_why",{count:C.format.number(M.length)}),t`<button type="button" @click=${()=>A(this,_2).call(this,s3)}>
        ${C.text("panel_show_all")}
      </button>`)},Y7=function(C){let{host:L,overview:e}=this,M=e.servers.filter(r=>r.entry_id===C.entry_id);return t`<section aria-label=${C.title}>
      <plex-connection-account-line
        .host=${L}
        .account=${C}
        .live=${A(this,b,u3)}
      ></plex-connection-account-line>
      ${M.length>0?o(this,b,X7).call(this,M):o(this,b,J7).call(this,C)}
    </section>`},X7=function(C){return t`<ul class="grid">
      ${I(v3(C,this.filter),L1,L=>t`<li>
          <plex-connection-server-tile
            .host=${this.host}
            .server=${L}
          ></plex-connection-server-tile>
        </li>`)}
    </ul>`},J7=function(C){let{text:L,isAdmin:e}=this.host;return C.state!=="loaded"?n:Y("offline",L("panel_no_servers"),L("panel_no_servers_why"),e?G7(r5,L("panel_link_integration")):n)},x1.styles=[f,f5,Z5,E7,p`
      :host {
        display: block;
      }
      .known,
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      .known {
        gap: 16px;
      }
      .grid li {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      /* Possibly outdated content is gray, but stays readable. */
      .stale {
        filter: grayscale(1);
        opacity: 0.9;
      }
      .notices {
        max-width: 1400px;
        margin: 0 auto;
        padding-inline: 16px;
      }
      :host([narrow]) .notices {
        padding-inline: 8px;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 16px;
        padding: 12px 16px;
      }
      .notice .icon {
        color: var(--warning-color, #ffa600);
      }
      .action {
        display: inline-flex;
        align-items: center;
        min-height: 40px;
        padding: 0 16px;
        border-radius: var(--ha-border-radius-pill, 9999px);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 15%, transparent);
        color: var(--primary-text-color, #141414);
        font-weight: var(--ha-font-weight-medium, 500);
        text-decoration: none;
      }
      .action:hover {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
    `],d([m({attribute:!1})],x1.prototype,"host",2),d([m({attribute:!1})],x1.prototype,"overview",2),d([m({type:Boolean,reflect:!0})],x1.prototype,"narrow",2),d([P()],x1.prototype,"filter",2),x1=d([S("plex-connection-overview-page")],x1);function U7(V){return t`<div class="page">${V}</div>`}function x3(V,H){return t`<div class="card notice">${Z(V)}<span>${H}</span></div>`}function G7(V,H){return t`<a class="action" href=${V} @click=${_}>${H}</a>`}var C4=["connect","tls","answer"];function Z3(V){return V?[["connect",V.warm?null:V.connect_ms],["tls",V.warm?null:V.tls_ms],["answer",V.latency_ms]].flatMap(([C,L])=>L!==null&&Number.isFinite(L)&&L>=0?[{phase:C,ms:L}]:[]):[]}function S3(V){return V.reduce((H,{ms:C})=>H+C,0)}function H4(V){let H=0;for(let C of V)H=Math.max(H,S3(Z3(C)));return H>0?H:1}function V4(V,H,C){let L=Z3(H);if(L.length===0)return n;let e=M=>`width:${Math.min(100,100*M/C).toFixed(2)}%`;return t`<div class="phases">
    <div class="bar" dir="ltr" aria-hidden="true">
      ${L.map(({phase:M,ms:r})=>t`<span class=${M} style=${e(r)}></span>`)}
    </div>
    <div class="numbers">
      ${L.map(({phase:M,ms:r})=>t`<span>${L4(V,M)}
            <span class="number">${V.format.milliseconds(r)}</span></span>`)}
      ${L.length>1?t`<span>${V.text("panel_server_phase_total")}
              <span class="number">${V.format.milliseconds(S3(L))}</span></span>`:n}
    </div>
  </div>`}function L4(V,H){return V.text(`panel_server_phase_${H}`)}function e4(V){return t`<ul class="legend phase-legend">
    ${C4.map(H=>t`<li><span class="dot ${H}"></span>${L4(V,H)}</li>`)}
  </ul>`}var M4=p`
  .phases .bar {
    display: flex;
    gap: 1px;
    height: 6px;
    border-radius: 3px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .phases .bar span {
    flex: none;
    min-width: 2px;
    transition: width 180ms ease-in-out;
  }
  .connect {
    background: var(--accent-color, #ff9800);
  }
  .tls {
    background: var(--purple-color, #926bc7);
  }
  .answer {
    background: var(--primary-color, #009ac7);
  }
  .phases .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
`;var h3={kind:"idle",waiting:new Set,attempts:new Map,done:0,total:0,working:0,finishedAt:0,message:""},g5=class{constructor(H){this.state=h3;this.#V=0;this.#M=()=>{let H=this.#H;H&&this.isRunning&&(this.#L=void 0,this.#t(H,null))};this.#e=H,H.addController(this)}#e;#C;#L;#H;#V;hostConnected(){}hostDisconnected(){this.reset()}get isRunning(){return this.state.kind==="running"}isWaitingFor(H){return this.isRunning&&this.state.waiting.has(H)}async start(H,C){if(this.isRunning)return;this.#V+=1;let L=this.#V;this.#i({...h3,kind:"running"}),this.#C=H.connection,this.#C.addEventListener("disconnected",this.#M),this.#H=H;try{let e=await H.connection.subscribeMessage(M=>L===this.#V&&this.#r(H,M),{type:$.testConnections,...C},{resubscribe:!1});L===this.#V&&this.isRunning?this.#L=e:R2(e)}catch(e){L===this.#V&&this.#t(H,e)}}dropReported(H){let C=new Map(H?.candidates.map(e=>[e.url,e])),L=[...this.state.attempts].filter(([e,M])=>{let r=C.get(e);return r&&f3(M,r.last_attempt)});L.length<this.state.attempts.size&&this.#i({...this.state,attempts:new Map(L)})}stop(){this.isRunning&&this.#a("stopped")}reset(){this.stop(),this.#i(h3)}#M;#r(H,C){let{state:L}=this;if(L.kind==="running")switch(C.event){case"started":this.#i({...L,waiting:new Set(C.urls),total:C.urls.length});break;case"attempt":this.#o(C.attempt,C);break;case"finished":this.#i({...L,total:C.tested,working:C.working,finishedAt:q()}),this.#a("finished");break;case"failed":this.#t(H,C);break}}#o(H,{done:C,total:L}){let e=new Set(this.state.waiting);e.delete(H.url);let M=new Map(this.state.attempts).set(H.url,H);this.#i({...this.state,waiting:e,attempts:M,done:C,total:L})}async#t(H,C){let L=this.#a("failed"),e=await l3(H,C);L===this.#V&&this.state.kind==="failed"&&this.#i({...this.state,message:e})}#a(H){this.#V+=1,this.#C?.removeEventListener("disconnected",this.#M);let C=this.#L;return this.#L=void 0,C&&R2(C),this.#i({...this.state,kind:H}),this.#V}#i(H){this.state=H,this.#e.requestUpdate()}};function f3(V,H){return!H||Date.parse(V.at)>Date.parse(H.at)}function r4(V,H,C){return V.text(`panel_outcome_${H}`,{time:V.format.milliseconds(1e3*C)})||V.text("panel_outcome_unknown")}function t4(V,H){return V.text(`panel_rejected_${H}`)||V.text("panel_rejected_unknown")}function O5(V){if(V.explain_only)return"looked_at";let H=V.last_attempt?.outcome;return H==="unauthorized"?"refused":H==="starting"?"starting":V.breaker!=="closed"?V.breaker==="half_open"?"retried":Number.isFinite(i4(V))?"resting":"fails":H===void 0?"not_asked":H==="ok"?"works":"fails"}function i4({backoff_until:V}){return Date.parse(V??"")}function o4(V,H){let C=O5(H);return C==="resting"?V.text("panel_server_state_resting_until",{time:V.format.time(new Date(i4(H)),!0)}):C==="refused"?V.text("panel_type_refused"):C==="starting"?V.text("panel_badge_starting"):V.text(`panel_server_state_${C}`)}var r8={works:"ok",refused:"alert",starting:"waiting",fails:"failed",resting:"waiting",retried:"waiting",not_asked:"unknown",looked_at:"info"};function y5(V,H){let C=H.state.attempts.get(V.url),L=V.last_attempt;return C&&f3(C,L)?C:L}function t8(V,H){let C=y5(V,H);return C!==V.last_attempt?{...V,breaker:"closed",backoff_until:null,failure_count:0,last_attempt:C}:V}function a4(V,{host:H,test:C,scale:L,pinButton:e}){let M=t8(V,C),r=C.isWaitingFor(V.url),i=O5(M)==="works";return t`<li
    class="candidate type-${V.type}"
    aria-busy=${r?"true":"false"}
  >
    <span class="kind ${i?"":"off"}">${Z(K(V.type))}</span>
    <div class="body">
      ${i8(H,M)}
      <div class="small state">${o8(H,M)}</div>
      ${r?a8(H):A8(H,M,L)}
    </div>
    ${e}
  </li>`}function i8(V,H){let C=[H.role?`panel_server_role_${H.role}`:null,H.pinned?"panel_badge_pinned":null].filter(L=>L!==null);return t`<div class="name">
      <span class="address">${H.address}</span>
      ${C.map(L=>t`<span class="chip">${V.text(L)}</span>`)}
    </div>
    ${H.host?t`<div class="small secondary host" title=${H.host}>
            <span class="address">${H.host}</span>
          </div>`:n}`}function o8(V,H){let{text:C,format:L}=V,e=O5(H);return t`<span>${w(C,H.type)}</span>
    <span class="status ${e}">
      ${Z(r8[e])}${o4(V,H)}
    </span>
    ${H.failure_count>0?t`<span class="secondary">
            ${C("panel_server_failures",{count:L.number(H.failure_count)})}
          </span>`:n}`}function a8(V){return t`<div class="small waiting">
    <span class="spinner" aria-hidden="true"></span>${V.text("panel_server_waiting")}
  </div>`}function A8(V,{last_attempt:H,budget_s:C},L){if(!H)return n;let e=H.detail?` (${H.detail})`:"",M=H.warm?` · ${V.text("panel_server_warm")}`:"";return t`<div class="small secondary">
      ${r4(V,H.outcome,C)}${e} · ${H1(V,H.at)}${M}
    </div>
    ${V4(V,H,L)}`}var A4=p`
  .candidates,
  .rejected {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .candidate {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding-block: 12px;
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
  .candidates > .candidate:first-child {
    border-block-start: none;
  }
  .kind {
    flex: none;
    color: var(--type-color);
  }
  /* Only a working address has the color of its type. */
  .kind.off {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .body {
    flex: 1;
    min-width: 0;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
  }
  .host {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state,
  .waiting {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
  }
  .waiting .spinner {
    width: 14px;
    height: 14px;
  }
  .status {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .status .icon {
    width: 16px;
    height: 16px;
    fill: var(--secondary-text-color, #5e5e5e);
  }
  .status.works .icon {
    fill: var(--success-color, #43a047);
  }
  .status.refused .icon {
    fill: var(--warning-color, #ffa600);
  }
  .status.fails .icon {
    fill: var(--error-color, #db4437);
  }
  .phases {
    margin-block-start: 4px;
  }
`;var u1,s2,n4,d4,r1=class extends c{constructor(){super(...arguments);s(this,s2);this.heading="";this.message="";this.yes="";this.no="";s(this,u1)}async ask(){var C;return await this.updateComplete,(C=A(this,u1))==null||C.call(this,!1),this.dialog.open||(this.dialog.returnValue="",this.dialog.showModal()),new Promise(L=>{B(this,u1,L)})}disconnectedCallback(){var C;super.disconnectedCallback(),(C=A(this,u1))==null||C.call(this,!1),B(this,u1,void 0)}render(){return t`<dialog
      aria-labelledby="heading"
      aria-describedby="message"
      @close=${o(this,s2,n4)}
      @click=${o(this,s2,d4)}
    >
      <form method="dialog">
        <h2 id="heading">${this.heading}</h2>
        <p id="message">${this.message}</p>
        <div class="buttons">
          <button class="plain" value="no" autofocus>${this.no}</button>
          <button class="danger" value="yes">${this.yes}</button>
        </div>
      </form>
    </dialog>`}};u1=new WeakMap,s2=new WeakSet,n4=function(){var C;this.dialog.open||((C=A(this,u1))==null||C.call(this,this.dialog.returnValue==="yes"),B(this,u1,void 0))},d4=function(C){C.target===this.dialog&&this.dialog.close()},r1.styles=[f,p`
      dialog {
        width: min(560px, calc(100vw - 32px));
        padding: 0;
        border: none;
        border-radius: var(--ha-dialog-border-radius, 24px);
        background: var(
          --ha-dialog-surface-background,
          var(--card-background-color, #fff)
        );
        color: inherit;
        box-shadow: 0 8px 32px rgb(0 0 0 / 40%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }
      form {
        padding: 24px;
      }
      p {
        margin: 16px 0 24px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
    `],d([m({attribute:!1})],r1.prototype,"heading",2),d([m({attribute:!1})],r1.prototype,"message",2),d([m({attribute:!1})],r1.prototype,"yes",2),d([m({attribute:!1})],r1.prototype,"no",2),d([U1("dialog")],r1.prototype,"dialog",2),r1=d([S("plex-connection-confirm-dialog")],r1);var F=p`
  :host {
    display: block;
    min-width: 0;
  }
  .card {
    padding: 16px;
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    min-height: 32px;
    margin-block-end: 8px;
  }
  p {
    margin: 0;
  }
  a {
    /* Home Assistant's color of links is too pale to be read on white. */
    color: inherit;
  }
  .number {
    /* "12 ms" is left to right if its unit is in Latin letters. */
    unicode-bidi: plaintext;
  }
  .small {
    font-size: var(--ha-font-size-s, 12px);
  }
  .message {
    margin-block-start: 8px;
  }
  .dot {
    display: inline-block;
    width: 10px;
    height: 10px;
    flex: none;
    border-radius: 50%;
    background: var(--type-color);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color, #5e5e5e);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .chip {
    display: inline-block;
    padding: 0 8px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(
      in srgb,
      var(--secondary-text-color, #5e5e5e) 15%,
      transparent
    );
    font-size: var(--ha-font-size-s, 12px);
    white-space: nowrap;
  }
  summary {
    padding-block: 8px;
    cursor: pointer;
    border-radius: var(--ha-border-radius-sm, 4px);
  }
`;var j1,U,p4,m4,l4,s4,v4,x4,X=class extends c{constructor(){super(...arguments);s(this,U);this.requested=null;this.unconfirmed="";s(this,j1,new M1(this))}render(){let{host:C,server:L,test:e}=this,{candidates:M}=L,r=H4(M.map(a=>y5(a,e))),i=C.isAdmin&&M.some(a=>a.pinnable);return t`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${C.text("panel_server_candidates")}</h2>
        ${e4(C)}
      </div>
      <ul class="candidates">
        ${I(M,({url:a})=>a,a=>a4(a,{host:C,test:e,scale:r,pinButton:i?o(this,U,p4).call(this,a):n}))}
      </ul>
      ${M.length===0?t`<p class="secondary">${C.text("panel_server_no_candidates")}</p>`:n}
      <div role="status">${o(this,U,v4).call(this)}</div>
      ${i?t`<p class="small secondary message">${C.text("panel_server_pin_means")}</p>`:n}
      ${o(this,U,x4).call(this)} ${i?o(this,U,s4).call(this):n}
    </section>`}};j1=new WeakMap,U=new WeakSet,p4=function(C){let{text:L,connected:e}=this.host;if(!C.pinnable&&!C.pinned)return t`<span class="no-pin"></span>`;let M=this.requested?.url===C.url&&A(this,j1).isRunning,r=!e||A(this,j1).isRunning;return t`<button
      type="button"
      class="plain round command"
      aria-pressed=${C.pinned?"true":"false"}
      aria-busy=${M?"true":"false"}
      aria-disabled=${r?"true":n}
      aria-label=${L("panel_action_pin",{address:C.address})}
      title=${L(C.pinned?"panel_action_unpin":"panel_action_pin_short")}
      @click=${()=>r||void o(this,U,m4).call(this,C)}
    >
      ${M?t`<span class="spinner" aria-hidden="true"></span>`:Z(C.pinned?"pinned":"pin")}
    </button>`},m4=async function(C){let{entry_id:L,server_id:e}=this.server;!C.pinned&&o(this,U,l4).call(this,C)&&(this.unconfirmed=C.address,!await this.dialog.ask())||(this.requested={url:C.url,isPinned:!C.pinned},A(this,j1).run(this.host,{type:$.pin,entry_id:L,server_id:e,url:C.pinned?null:C.url}))},l4=function(C){let L=y5(C,this.test);return L!==null&&L.outcome!=="ok"},s4=function(){let{text:C}=this.host;return t`<plex-connection-confirm-dialog
      .heading=${C("panel_action_pin_failing_title",{address:this.unconfirmed})}
      .message=${C("panel_action_pin_failing_text",{name:this.server.name})}
      .yes=${C("panel_action_pin_short")}
      .no=${C("panel_action_cancel")}
    ></plex-connection-confirm-dialog>`},v4=function(){let{state:C}=A(this,j1),{requested:L}=this;if(C.kind==="failed")return t`<p class="message">${C.message}</p>`;let e=this.server.candidates.find(r=>r.pinned)?.url,M=L?.isPinned?e===L.url:e===void 0;return C.kind==="done"&&L&&M?t`<p class="message">
          ${this.host.text(`panel_action_${L.isPinned?"pinned":"unpinned"}`)}
        </p>`:n},x4=function(){let{rejected:C}=this.server;if(C.length===0)return n;let{text:L,format:e}=this.host;return t`<details>
      <summary>
        ${L("panel_server_rejected",{count:e.number(C.length)})}
      </summary>
      <ul class="rejected">
        ${C.map(({address:M,reason:r})=>t`<li>
            <span class="address">${M}</span>
            <span class="small secondary">${t4(this.host,r)}</span>
          </li>`)}
      </ul>
    </details>`},X.styles=[f,k,l2,F,M4,A4,p`
      .phase-legend {
        margin: 0;
      }
      .no-pin {
        width: 40px;
        flex: none;
      }
      .candidate button {
        color: var(--secondary-text-color, #5e5e5e);
      }
      button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .rejected li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        padding-block: 4px;
      }
    `],d([m({attribute:!1})],X.prototype,"host",2),d([m({attribute:!1})],X.prototype,"server",2),d([m({attribute:!1})],X.prototype,"test",2),d([m({attribute:!1})],X.prototype,"testState",2),d([P()],X.prototype,"requested",2),d([P()],X.prototype,"unconfirmed",2),d([U1("plex-connection-confirm-dialog")],X.prototype,"dialog",2),X=d([S("plex-connection-candidate-list")],X);var u4=10,w1,c4,Z4,S4,b1=class extends c{constructor(){super(...arguments);s(this,w1);this.showsAll=!1}render(){let{text:C,format:L}=this.host,{changes:e}=this.server,M=this.showsAll?e:e.slice(0,u4);return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${C("panel_server_changes")}</h2></div>
      ${e.length===0?t`<p class="secondary">${C("panel_server_no_changes")}</p>`:n}
      <ol>
        ${I(M,d8,r=>o(this,w1,Z4).call(this,r))}
      </ol>
      ${e.length>u4?t`<button
              type="button"
              class="plain"
              aria-expanded=${this.showsAll?"true":"false"}
              @click=${o(this,w1,c4)}
            >
              ${this.showsAll?C("panel_server_show_less"):C("panel_server_show_all",{count:L.number(e.length)})}
            </button>`:n}
    </section>`}};w1=new WeakSet,c4=function(){this.showsAll=!this.showsAll},Z4=function(C){let{host:L}=this,{text:e,format:M}=L,r=n8(C);return t`<li class="type-${C.to}">
      <span class="kind">${Z(K(C.to))}</span>
      <div class="body">
        <div class="what">
          <span>${o(this,w1,S4).call(this,C)}</span>
          <span class="small secondary when">
            ${H1(L,C.at)} · ${M.dateTime(new Date(C.at))}
          </span>
        </div>
        <div class="small secondary">
          ${A2(e,C.reason,C.to)} ·
          ${e("panel_server_took",{time:M.milliseconds(C.duration_ms)})}
        </div>
        ${r?t`<div class="small secondary address">${r}</div>`:n}
      </div>
    </li>`},S4=function({from:C,to:L}){let{text:e}=this.host;return C===null?w(e,L):C===L?e("panel_server_changed_address",{type:w(e,L)}):e("panel_server_changed",{from:w(e,C),to:w(e,L)})},b1.styles=[f,k,F,p`
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: 12px;
        padding-block: 8px;
        border-block-start: 1px solid var(--divider-color, #e0e0e0);
      }
      li:first-child {
        border-block-start: none;
      }
      .kind {
        color: var(--type-color);
      }
      .body {
        flex: 1;
        min-width: 0;
      }
      .what {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 16px;
      }
    `],d([m({attribute:!1})],b1.prototype,"host",2),d([m({attribute:!1})],b1.prototype,"server",2),d([P()],b1.prototype,"showsAll",2),b1=d([S("plex-connection-change-list")],b1);function n8(V){let{to:H,chosen_address:C,to_address:L,from_address:e}=V;return C??L??(H==="offline"?e:null)}function d8({at:V,reason:H,to_address:C}){return`${V} ${H} ${C}`}var v2=class{constructor(H,C){this.hasFailed=!1;this.#H=null;this.#M=0;this.#r=0;this.#o=!1;this.#i=()=>{this.#M=Date.now()-3e5+1e4,this.#A()};this.#A=()=>{if(clearTimeout(this.#V),document.visibilityState==="hidden")return;let H=Date.now()-this.#M;H>=3e5||H<0?this.#d():this.#V=setTimeout(this.#A,3e5-H)};this.#e=H,this.#C=C,H.addController(this)}#e;#C;#L;#H;#V;#M;#r;#o;get isLoading(){return this.#H!==null&&this.value===void 0&&!this.hasFailed}use(H,C){H===this.#L&&C===this.#H||(this.#a(),this.#L=H,this.#H=C,this.#M=0,this.hasFailed=!1,C===null&&(this.value=void 0),this.#t())}hostConnected(){this.#o=!0,this.#t()}hostDisconnected(){this.#o=!1,this.#a()}#t(){this.#o&&this.#L&&this.#H!==null&&(this.#L.addEventListener("ready",this.#i),document.addEventListener("visibilitychange",this.#A),this.#A())}#a(){this.#r+=1,clearTimeout(this.#V),this.#L?.removeEventListener("ready",this.#i),document.removeEventListener("visibilitychange",this.#A)}#i;#A;async#d(){let{connection:H,key:C}={connection:this.#L,key:this.#H};if(!H||C===null)return;this.#M=Date.now(),this.#V=setTimeout(this.#A,3e5),this.#r+=1;let L=this.#r;try{let e=await this.#C(H,C);this.#n(L,()=>{this.value=e,this.hasFailed=!1})}catch{this.#n(L,()=>{this.hasFailed=!0,this.#M+=-27e4,this.#A()})}}#n(H,C){H===this.#r&&(C(),this.#e.requestUpdate())}};var b5={day:{length:864e5,period:"5minute"},week:{length:7*864e5,period:"hour"},month:{length:30*864e5,period:"day"}};function g3(V){return V.config.components.includes("recorder")}function O3(V){return V.config.components.includes("history")}async function h4(V,H){return(await V.sendMessagePromise({type:"history/history_during_period",start_time:new Date(q()-864e5).toISOString(),entity_ids:[H],minimal_response:!0,no_attributes:!0}))[H]??[]}async function f4(V,H,C){let L=q(),e=L-b5[C].length,M=await V.sendMessagePromise({type:"recorder/statistics_during_period",start_time:new Date(e).toISOString(),statistic_ids:H,period:b5[C].period,types:["mean","min","max"],units:{duration:"ms"}});return{range:C,from:e,to:L,rows:M}}var g4=50;function w5(V,H){let C=V>=g4&&V<=1e3-g4;return t`<span style="left:${V/10}%">${C?H:n}</span>`}var k5=p`
  :host {
    container-type: inline-size;
  }
  .axis {
    position: relative;
    height: 24px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
  .axis span {
    position: absolute;
    padding-block-start: 6px;
    line-height: 18px;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .axis span::before {
    position: absolute;
    top: 0;
    left: 50%;
    height: 6px;
    border-left: 1px solid var(--secondary-text-color, #5e5e5e);
    content: "";
  }
  @container (max-width: 480px) {
    .axis span:nth-child(even) {
      display: none;
    }
  }
`;var p8=[1,2,2.5,5,10],m8=4,l8=10,s8=.5;function O4(V){let H=Number.isFinite(V)&&V>0?V:l8,C=H/m8,L=10**Math.floor(Math.log10(C)),M=(p8.find(r=>r*L>=C*(1-1e-9))??10)*L;return{top:M*Math.ceil(H/M*(1-1e-9)),step:M}}function y4(V,H){let C=V.map(e=>e.max??e.mean).sort((e,M)=>e-M),L=C[Math.floor(.98*(C.length-1))]??0;return V.reduce((e,M)=>Math.max(e,M.mean),Math.max(L,0,...H.filter(Number.isFinite)))}function b4(V){return V.mean!==null&&Number.isFinite(V.mean)&&Number.isFinite(V.start)&&Number.isFinite(V.end)}function y3(V){let H=[];for(let C of V){let L=H.at(-1),e=L?.at(-1);L&&e&&C.start-e.end<=s8*(C.end-C.start)?L.push(C):H.push([C])}return H}function Y1(V,H,C){let L=C>H?(V-H)/(C-H):0;return Math.round(1e3*10*Math.min(1,Math.max(0,L)))/10}function X1(V,H){return Y1(H-V,0,H)}function T5(V,H,C){return`${Y1(H,V.from,V.to)} ${X1(C,V.top)}`}function F2(V){return(V.start+V.end)/2}function b3(V,H){return V.filter(C=>C.length>1).map(C=>`M${C.map(e=>T5(H,F2(e),e.mean)).join("L")}`).join("")}function w4(V,H){return V.flatMap(([C,...L])=>C&&L.length===0?`M${T5(H,F2(C),C.mean)}h.01`:[]).join("")}function k4(V,H){return V.filter(C=>C.length>1).map(C=>{let L=C.map(M=>T5(H,F2(M),M.max??M.mean)),e=C.map(M=>T5(H,F2(M),M.min??M.mean));return`M${[...L,...e.reverse()].join("L")}Z`}).join("")}function T4(V,H){let C=null,L=Number.POSITIVE_INFINITY;return V.forEach((e,M)=>{let r=Math.abs(F2(e)-H);r<L&&(C=M,L=r)}),C}var N,w3,k3,T3,R5,c1=class extends c{constructor(){super(...arguments);s(this,N);this.count=0;this.index=null;this.label="";this.valueText=""}render(){let C=Math.max(0,this.count-1);return t`<div
      dir="ltr"
      class="area"
      @pointermove=${o(this,N,w3)}
      @pointerdown=${o(this,N,w3)}
      @pointerleave=${o(this,N,T3)}
    >
      <slot></slot>
      <input
        type="range"
        min="0"
        max=${C}
        step="1"
        .value=${String(this.index??C)}
        aria-label=${this.label}
        aria-valuetext=${this.valueText}
        ?disabled=${this.count===0}
        @input=${o(this,N,k3)}
        @focus=${o(this,N,k3)}
        @blur=${o(this,N,T3)}
      />
    </div>`}};N=new WeakSet,w3=function(C){let{left:L,width:e}=C.currentTarget.getBoundingClientRect();if(e>0&&this.count>0){let M=(C.clientX-L)/e;o(this,N,R5).call(this,{share:Math.min(1,Math.max(0,M))})}},k3=function(C){o(this,N,R5).call(this,{index:Number(C.target.value)})},T3=function(C){let L=C instanceof PointerEvent&&C.pointerType==="touch",e=this.shadowRoot?.activeElement?.matches(":focus-visible")??!1;!L&&!(C.type==="pointerleave"&&e)&&o(this,N,R5).call(this,null)},R5=function(C){this.dispatchEvent(new CustomEvent("scrub",{detail:C}))},c1.styles=p`
    :host {
      display: block;
    }
    .area {
      position: relative;
      touch-action: pan-y;
      border-radius: var(--ha-border-radius-sm, 4px);
    }
    .area:has(input:focus-visible) {
      outline: 2px solid var(--primary-color, #009ac7);
      outline-offset: 2px;
    }
    input {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      margin: 0;
      opacity: 0;
      pointer-events: none;
    }
  `,d([m({attribute:!1})],c1.prototype,"count",2),d([m({attribute:!1})],c1.prototype,"index",2),d([m({attribute:!1})],c1.prototype,"label",2),d([m({attribute:!1})],c1.prototype,"valueText",2),c1=d([S("plex-connection-scrubber")],c1);function B5(V){let{locale:H,config:C}=V.hass;return H.time_zone==="server"?C.time_zone:void 0}function R3(V,H){return H?w(V.text,H):V.text("panel_server_day_unknown")}function P5(V,H){if(!H)return"";let{text:C,format:L}=V,{from:e,to:M,type:r,change:i}=H,a={type:R3(V,r),from:L.time(new Date(e)),to:L.time(new Date(M)),duration:L.duration((M-e)/1e3)};return i?C("panel_server_day_stretch_why",{...a,reason:A2(C,i.reason,i.to)}):C("panel_server_day_stretch",a)}var v8=["local","remote","relay","offline"];function B4(V,H,C){if(!(C>H))return[];let L=x8(V,C),e=L.map(({at:r,type:i,change:a},v)=>({from:Math.max(r,H),to:Math.min(L[v+1]?.at??C,C),type:i,change:a})),M=L[0]?.at??C;return M>H&&e.unshift({from:H,to:Math.min(M,C),type:null,change:null}),h8(e.filter(r=>r.to>r.from))}function x8(V,H){let C=Z8(u8(V.history),V.changes),L=C.at(-1);if(L?.type!==V.current){let e=Date.parse(V.since??""),M=Math.max(Number.isFinite(e)?e:H,L?.at??Number.NEGATIVE_INFINITY);C.push({at:M,type:V.current,change:null})}return C}function u8(V){return V.map(({s:H,lu:C,lc:L})=>({at:1e3*(L??C),type:v8.includes(H)?H:null,change:null})).filter(({at:H})=>Number.isFinite(H)).sort(P4).filter(R4).filter((H,C,L)=>!c8(H,L[C-1],L[C+1])).filter(R4)}function R4({type:V},H,C){return V!==C[H-1]?.type||H===0}function c8({at:V,type:H},C,L){return H===null&&!!C&&!!L&&L.at-V<=6e4}function Z8(V,H){let C=V.map(L=>({...L}));for(let L of H){let e=Date.parse(L.at);if(!Number.isFinite(e))continue;let M=L.from===L.to?void 0:S8(C,e,L.to);M?M.change=L:C.push({at:e,type:L.to,change:L})}return C.sort(P4)}function S8(V,H,C){let L;for(let e of V){let M=Math.abs(e.at-H);e.type===C&&!e.change&&M<=15e3&&(!L||M<Math.abs(L.at-H))&&(L=e)}return L}function h8(V){let H=[];for(let C of V){let L=H.at(-1);L&&L.type===C.type&&!C.change?L.to=C.to:H.push({...C})}return H}function P4(V,H){return V.at-H.at}var f8=[5*6e4,10*6e4,15*6e4,30*6e4,36e5,2*36e5,4*36e5,864e5,2*864e5,5*864e5],g8=7,O8=24;function F5(V){return f8.find(H=>V/H<=g8)??V}function D5(V,H,C){return Math.max(H,Math.min(V,C-(C-H)/O8))}function _4(V,H){if(!H)return-6e4*new Date(V).getTimezoneOffset();let C=new Intl.DateTimeFormat("en-GB",{timeZone:H,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}).formatToParts(V),L=M=>Number(C.find(r=>r.type===M)?.value??0);return Date.UTC(L("year"),L("month")-1,L("day"),L("hour"),L("minute"),L("second"))-1e3*Math.floor(V/1e3)}function E5(V,H,C,L){let e=[];if(!(H>V)||!(C>0)||(H-V)/C>1e3)return e;let M=_4(V,L),r=Math.ceil((V+M)/C)*C;for(let i=r;i-M<=H+36e5;i+=C){let a=i-_4(i-M,L);a>=V&&a<=H&&e.push(a)}return e}var F4=[null,"local","remote","relay","offline"],y8=2,b8=50,T1,E2,Q,z,E,g,D4,E4,D2,$4,N4,P3,I4,W4,U4,G4,Q4,z4,k1=class extends c{constructor(){super(...arguments);s(this,g);this.selected=null;s(this,T1,new v2(this,h4));s(this,E2);s(this,Q,[]);s(this,z,0);s(this,E,0)}connectedCallback(){super.connectedCallback(),B(this,E2,n5(()=>o(this,g,D4).call(this)))}disconnectedCallback(){var C;super.disconnectedCallback(),(C=A(this,E2))==null||C.call(this)}willUpdate(){let{host:C,server:L}=this,e=L.entities.connection_type??null;A(this,T1).use(C.connection,O3(C.hass)?e:null),B(this,E,q());let{changes:M,connection_type:r,since:i}=L,v={history:A(this,T1).value??[],changes:M,current:r,since:i},h=B4(v,A(this,E)-864e5,A(this,E));B(this,z,A(this,T1).isLoading?A(this,E)-864e5:D5(B3(h),A(this,E)-864e5,A(this,E))),B(this,Q,h.map(l=>({...l,from:Math.max(l.from,A(this,z))})).filter(({from:l,to:x})=>x>l))}render(){let{text:C}=this.host,L=A(this,Q),e=this.selected===null?null:L[this.selected]??null;return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${o(this,g,E4).call(this)}</h2></div>
      <plex-connection-scrubber
        .count=${L.length}
        .index=${this.selected}
        .label=${C("panel_server_day_slider")}
        .valueText=${P5(this.host,e??L.at(-1)??null)}
        @scrub=${o(this,g,z4)}
      >
        ${o(this,g,$4).call(this,e)}
      </plex-connection-scrubber>
      ${o(this,g,I4).call(this)}
      <p class="readout small">
        ${e?o(this,g,W4).call(this,e):C("panel_server_day_hint")}
      </p>
      ${o(this,g,U4).call(this)} ${o(this,g,G4).call(this)} ${o(this,g,Q4).call(this)}
    </section>`}};T1=new WeakMap,E2=new WeakMap,Q=new WeakMap,z=new WeakMap,E=new WeakMap,g=new WeakSet,D4=function(){Math.abs(q()-A(this,E))>=6e4&&this.requestUpdate()},E4=function(){let{text:C,format:L}=this.host;return A(this,z)>A(this,E)-864e5?C("panel_server_day_since",{time:L.time(new Date(B3(A(this,Q))))}):C("panel_server_day")},D2=function(C){return Y1(C,A(this,z),A(this,E))},$4=function(C){let L=A(this,Q).filter(({change:e,from:M})=>e&&M>A(this,z)).map(({from:e})=>`M${o(this,g,D2).call(this,e)} 0v10`);return t`<svg
      class="bar"
      viewBox="0 0 ${1e3} 10"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      ${F4.map(e=>d1`<path class="type-${e??"unknown"}" d=${o(this,g,N4).call(this,e)}></path>`)}
      <path class="marks" d=${L.join("")}></path>
      ${C?d1`<path class="shown" d=${o(this,g,P3).call(this,C)}></path>`:n}
    </svg>`},N4=function(C){return A(this,Q).filter(L=>L.type===C).map(L=>o(this,g,P3).call(this,L)).join("")},P3=function({from:C,to:L}){let e=o(this,g,D2).call(this,C),M=Math.max(y8,o(this,g,D2).call(this,L)-e);return`M${Math.min(e,1e3-M)} 0h${M}v10h-${M}z`},I4=function(){let C=F5(A(this,E)-A(this,z)),L=E5(A(this,z),A(this,E),C,B5(this.host));return t`<div class="axis" dir="ltr" aria-hidden="true">
      ${L.map(e=>w5(o(this,g,D2).call(this,e),this.host.format.time(new Date(e))))}
    </div>`},W4=function(C){return t`<span class="dot type-${C.type??"unknown"}"></span>
      <span>${P5(this.host,C)}</span>`},U4=function(){let C=F4.filter(L=>A(this,Q).some(e=>e.type===L));return t`<ul class="legend">
      ${[...C.filter(L=>L),...C.filter(L=>!L)].map(L=>t`<li>
          <span class="dot type-${L??"unknown"}"></span>${R3(this.host,L)}
        </li>`)}
    </ul>`},G4=function(){let{host:C,server:L}=this,e=C.format.time(new Date(B3(A(this,Q)))),M=O3(C.hass)?L.entities.connection_type?A(this,T1).hasFailed&&!A(this,T1).value?"no_answer":A(this,z)>A(this,E)-864e5?"before":null:"no_entity":"no_recorder",r=M&&C.text(`panel_server_day_${M}`,{time:e});return r?t`<p class="small secondary message">${r}</p>`:n},Q4=function(){let C=A(this,Q).slice(-b8).reverse();return t`<details class="small">
      <summary>${this.host.text("panel_server_day_list")}</summary>
      <ol>
        ${C.map(L=>t`<li>${P5(this.host,L)}</li>`)}
      </ol>
    </details>`},z4=function(C){let{detail:L}=C;if(L===null)this.selected=null;else if("index"in L)this.selected=L.index;else{let e=A(this,z)+L.share*(A(this,E)-A(this,z)),M=A(this,Q).findIndex(r=>e<r.to);this.selected=M<0?A(this,Q).length-1:M}},k1.styles=[f,k,F,k5,p`
      .bar {
        display: block;
        width: 100%;
        height: 40px;
        border-radius: var(--ha-border-radius-sm, 4px);
      }
      .bar path {
        fill: var(--type-color);
        shape-rendering: crispedges;
      }
      .bar .marks {
        fill: none;
        stroke: var(--card-background-color, #fff);
        stroke-width: 1;
        vector-effect: non-scaling-stroke;
      }
      .bar .shown {
        fill: none;
        stroke: var(--primary-text-color, #141414);
        stroke-width: 3;
        vector-effect: non-scaling-stroke;
      }
      .bar .type-unknown {
        --type-color: color-mix(in srgb, var(--divider-color, #e0e0e0) 70%, transparent);
      }
      .readout {
        display: flex;
        align-items: baseline;
        gap: 8px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      ol {
        margin: 0;
        padding-inline-start: 24px;
      }
    `],d([m({attribute:!1})],k1.prototype,"host",2),d([m({attribute:!1})],k1.prototype,"server",2),d([P()],k1.prototype,"selected",2),k1=d([S("plex-connection-day-timeline")],k1);function B3(V){return(V.find(({type:C})=>C!==null)??V[0])?.from??Number.NEGATIVE_INFINITY}var K4=["local","remote","relay","offline"],w8=86400;function k8(V){return V.reduce((H,C)=>Math.max(H,q4(C).reduce((L,[,e])=>L+e,0)),w8)}function q4(V){return K4.flatMap(H=>{let C=V.seconds[H]??0;return Number.isFinite(C)&&C>0?[[H,C]]:[]})}function T8(V,H){let C=new Date(`${H}T00:00:00Z`);return Number.isNaN(C.getTime())?H:new Intl.DateTimeFormat(V.hass.locale.language,{weekday:"short",day:"numeric",month:"short",timeZone:"UTC"}).format(C)}function j4(V,H){if(H.length===0)return n;let C=k8(H),L=K4.filter(e=>H.some(M=>(M.seconds[e]??0)>0));return t`<h3>${V.text("panel_server_days")}</h3>
    <ul class="days">
      ${I(H,({date:e})=>e,e=>R8(V,e,C))}
    </ul>
    <ul class="legend">
      ${L.map(e=>t`<li class="type-${e}">
          <span class="dot"></span>${w(V.text,e)}
        </li>`)}
    </ul>`}function R8(V,H,C){let L=q4(H),e=L.map(([M,r])=>`${w(V.text,M)} ${V.format.duration(r)}`).join(", ");return t`<li>
    <span class="date small">${T8(V,H.date)}</span>
    <div class="bar" dir="ltr" title=${e} aria-hidden="true">
      ${L.map(([M,r])=>t`<span
            class="type-${M}"
            style="width:${(100*r/C).toFixed(2)}%"
          ></span>`)}
    </div>
    <span class="visually-hidden">${e}</span>
    <span class="small secondary changes">
      ${V.text("panel_server_day_changes",{count:V.format.number(H.changes)})}
    </span>
  </li>`}var Y4=p`
  h3 {
    margin: 24px 0 4px;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .days {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .days li {
    display: grid;
    grid-template-columns: 88px 1fr minmax(72px, auto);
    align-items: center;
    gap: 8px;
    position: relative;
    min-height: 28px;
  }
  .days .bar {
    display: flex;
    height: 12px;
    border-radius: 6px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .days .bar span {
    flex: none;
    min-width: 1px;
    background: var(--type-color);
  }
  .days .changes {
    text-align: end;
  }
`;var u2,X4,J4,J1=class extends c{constructor(){super(...arguments);s(this,u2)}render(){let{host:C,server:L}=this,{text:e}=C;return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${e("panel_server_figures")}</h2></div>
      <dl>
        ${o(this,u2,X4).call(this).map(([M,r])=>t`<div>
              <dt>${e(`panel_server_${M}`)}</dt>
              <dd class="number">${r}</dd>
            </div>`)}
      </dl>
      ${L.latency.count>0?t`<p class="small secondary message">
              ${e(L.latency.warm?"panel_server_of_open":"panel_server_of_new",{count:C.format.number(L.latency.count)})}
            </p>`:n}
      ${L.success_rate===null?n:t`<p class="small secondary message">${e("panel_server_rate_of")}</p>`}
      ${j4(C,L.days)}
    </section>`}};u2=new WeakSet,X4=function(){return o(this,u2,J4).call(this).filter(C=>C[1]!==null)},J4=function(){let{host:C,server:L}=this,{format:e}=C,M=v=>v===null?null:e.milliseconds(v),{latency:r,failovers:i,success_rate:a}=L;return[["success_rate",a===null?null:e.percent(a)],["p50",M(r.p50_ms)],["p95",M(r.p95_ms)],["p99",M(r.p99_ms)],["failovers",e.number(i.count)],["failover_usual",M(i.p50_ms)],["failover_most",M(i.max_ms)],["relay_today",e.duration(L.days.at(-1)?.seconds.relay??0)],["requests_today",e.number(L.requests_today)]]},J1.styles=[f,k,F,Y4,p`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(130px, 100%), 1fr));
        gap: 12px 16px;
        margin: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
      }
    `],d([m({attribute:!1})],J1.prototype,"host",2),d([m({attribute:!1})],J1.prototype,"server",2),J1=d([S("plex-connection-figures")],J1);function C9({entities:V}){let{latency:H,latency_p50:C,latency_p95:L}=V;return H?[H,C,L].filter(e=>e!==void 0):[]}function H9(V,H){let{entities:C,latency:L}=H,e=u=>B8(u?V.rows[u]:void 0),M=e(C.latency);if(M.length===0)return null;let r=[{name:"p50",rows:e(C.latency_p50),now:L.p50_ms},{name:"p95",rows:e(C.latency_p95),now:L.p95_ms}],i=r.flatMap(u=>u.rows.length>0?u.rows.map(({mean:y})=>y):u.now??[]),{top:a,step:v}=O4(y4(M,i)),{range:h,to:l}=V,x=D5(M[0]?.start??l,V.from,l);return{range:h,frame:{from:x,to:l,top:a},step:v,rows:M,percentiles:r}}function B8(V){return(V??[]).filter(b4).sort((H,C)=>H.start-C.start)}function P8(V,H,C){let L=new Date(C.start),{format:e}=V;return H==="day"?e.time(L):H==="week"?e.dateTime(L):e.day(L)}function _3(V,H,C){let{milliseconds:L}=V.format,e=V.text("panel_server_latency_row",{time:P8(V,H.range,C),mean:L(C.mean),least:L(C.min??C.mean),most:L(C.max??C.mean)}),M=H.percentiles.flatMap(({name:r,rows:i})=>{let a=i.find(v=>v.start===C.start);return a?`${V.text(`panel_server_${r}`)} ${L(a.mean)}`:[]});return[e,...M].join(" · ")}function V9(V,H){let C=H.rows.map(({mean:e})=>e),{milliseconds:L}=V.format;return V.text("panel_server_latency_chart",{range:V.text(`panel_server_range_${H.range}`),least:L(C.reduce((e,M)=>Math.min(e,M))),most:L(C.reduce((e,M)=>Math.max(e,M))),mean:L(C.reduce((e,M)=>e+M,0)/C.length)})}function L9(){return Object.keys(b5)}function e9(V,H,C){let{frame:L,rows:e,percentiles:M}=H,r=y3(e);return t`<div class="plot">
    <svg
      viewBox="0 0 ${1e3} ${1e3}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${V9(V,H)}
      focusable="false"
    >
      <path class="lines" d=${_8(H)}></path>
      <path class="band" d=${k4(r,L)}></path>
      ${M.map(i=>F8(H,i))}
      <path class="line" d=${b3(r,L)}></path>
      <path class="dots" d=${w4(r,L)}></path>
      ${C?E8(H,C):n}
    </svg>
    ${M.map(i=>D8(V,H,i))}
  </div>`}function M9({frame:V,step:H}){let C=Math.min(10,Math.round(V.top/H));return Array.from({length:C+1},(L,e)=>e*H)}function _8(V){return M9(V).map(H=>`M0 ${X1(H,V.frame.top)}h${1e3}`).join("")}function F8(V,{name:H,rows:C,now:L}){return C.length>0?d1`<path class=${H} d=${b3(y3(C),V.frame)}></path>`:L===null?n:d1`<path class="${H} now" d="M0 ${X1(L,V.frame.top)}h${1e3}"></path>`}function D8(V,H,{name:C,rows:L,now:e}){if(L.length>0||e===null)return n;let M=V.text(`panel_server_${C}_now`,{latency:V.format.milliseconds(e)});return t`<span
    class="label ${C}"
    style="top:${X1(e,H.frame.top)/10}%"
    aria-hidden="true"
    >${M}</span
  >`}function E8({frame:V},H){let C=Y1((H.start+H.end)/2,V.from,V.to),L=X1(H.mean,V.top);return d1`<path class="pointer" d="M${C} 0v${1e3}"></path>
    <path class="point" d="M${C} ${L}h.01"></path>`}function r9(V,H){return t`<div class="values" aria-hidden="true">
    ${M9(H).map(C=>t`<span style="top:${X1(C,H.frame.top)/10}%"
        >${V.format.milliseconds(C)}</span
      >`)}
  </div>`}function t9(V,H){let{from:C,to:L}=H.frame,e=F5(L-C),M=E5(C,L,e,B5(V)),r=e<864e5?V.format.time:V.format.day;return t`<div class="axis" aria-hidden="true">
    ${M.map(i=>w5(Y1(i,C,L),r(new Date(i))))}
  </div>`}var i9=p`
  .chart {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 8px;
    padding-block-start: 8px;
  }
  .values {
    position: relative;
    min-width: 44px;
    height: 200px;
  }
  .values span {
    position: absolute;
    right: 0;
    transform: translateY(-50%);
    white-space: nowrap;
  }
  .values {
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .axis {
    grid-column: 2;
  }
  .plot {
    position: relative;
    height: 200px;
  }
  .plot svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  .plot path {
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .plot .lines {
    stroke: var(--divider-color, #e0e0e0);
    stroke-width: 1;
  }
  .plot .band {
    fill: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
  }
  .plot .line {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 2;
  }
  .plot .dots {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 5;
  }
  .plot path.p50 {
    stroke: var(--purple-color, #926bc7);
    stroke-width: 1.5;
  }
  .plot path.p95 {
    stroke: var(--accent-color, #ff9800);
    stroke-width: 1.5;
  }
  .plot .now {
    stroke-dasharray: 4 4;
  }
  .plot .pointer {
    stroke: var(--secondary-text-color, #5e5e5e);
    stroke-width: 1;
  }
  .plot .point {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 9;
  }
  .label {
    position: absolute;
    right: 4px;
    padding-inline: 4px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--card-background-color, #fff) 80%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
    transform: translateY(-50%);
  }
  .label.p50 {
    right: auto;
    left: 4px;
  }
`;function $8(V,H){return[V,...H].join(" ")}var c2,J,o9,a9,A9,n9,d9,Z1=class extends c{constructor(){super(...arguments);s(this,J);this.range="day";this.selected=null;s(this,c2,new v2(this,(C,L)=>{let[e,...M]=L.split(" ");return f4(C,M,e)}))}willUpdate(){let{host:C,server:L}=this,e=C9(L),M=g3(C.hass)&&e.length>0;A(this,c2).use(C.connection,M?$8(this.range,e):null)}render(){let{text:C}=this.host,{value:L}=A(this,c2),e=L?H9(L,this.server):null;return t`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${C("panel_server_latency")}</h2>
        <div class="ranges" role="group" aria-label=${C("panel_server_ranges")}>
          ${L9().map(M=>o(this,J,o9).call(this,M))}
        </div>
      </div>
      ${e?o(this,J,a9).call(this,e):o(this,J,d9).call(this)}
    </section>`}};c2=new WeakMap,J=new WeakSet,o9=function(C){return t`<button
      type="button"
      class="plain"
      aria-pressed=${C===this.range?"true":"false"}
      @click=${()=>{this.range=C,this.selected=null}}
    >
      ${this.host.text(`panel_server_range_${C}`)}
    </button>`},a9=function(C){let{host:L}=this,{text:e}=L,M=C.rows.length-1,r=this.selected===null?null:C.rows[this.selected]??null,i=r??C.rows[M];return t`<div class="chart" dir="ltr">
        ${r9(L,C)}
        <plex-connection-scrubber
          .count=${C.rows.length}
          .index=${this.selected}
          .label=${e("panel_server_latency_slider")}
          .valueText=${i?_3(L,C,i):""}
          @scrub=${a=>o(this,J,n9).call(this,a.detail,C)}
        >
          ${e9(L,C,r)}
        </plex-connection-scrubber>
        ${t9(L,C)}
      </div>
      <p class="readout small">
        ${r?_3(L,C,r):o(this,J,A9).call(this,C)}
      </p>`},A9=function(C){let{text:L}=this.host,e=C.percentiles.filter(({rows:M})=>M.length>0);return t`<span class="key line">${L("panel_server_latency_mean")}</span>
      <span class="key band">${L("panel_server_latency_band")}</span>
      ${e.map(({name:M})=>t`<span class="key ${M}">${L(`panel_server_${M}`)}</span>`)}`},n9=function(C,{frame:L,rows:e}){if(C===null)this.selected=null;else if("index"in C)this.selected=C.index;else{let M=L.from+C.share*(L.to-L.from);this.selected=T4(e,M)}},d9=function(){let{host:C,server:L}=this,{value:e,hasFailed:M}=A(this,c2),r=g3(C.hass)?L.entities.latency?e?this.range==="day"?"none":"none_yet":M?"no_answer":null:"no_entity":"no_recorder";if(r===null)return t`<div class="loading" role="status">
        <span class="visually-hidden">${C.text("panel_loading")}</span>
      </div>`;let i=L.recent_ms;return t`<p class="secondary">${C.text(`panel_server_latency_${r}`)}</p>
      ${i.length>1?t`<div class="recent type-${L.connection_type??"unknown"}" dir="ltr">
                ${r2(i)}
              </div>
              <p class="small secondary">${t2(C,i,null)}</p>`:n}`},Z1.styles=[f,k,F,i2,k5,i9,p`
      .ranges {
        display: flex;
        gap: 4px;
      }
      .ranges button {
        min-height: 32px;
        padding: 0 12px;
      }
      .ranges button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .readout {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      .key::before {
        display: inline-block;
        width: 16px;
        height: 3px;
        margin-inline-end: 6px;
        border-radius: 2px;
        background: var(--key-color);
        vertical-align: middle;
        content: "";
      }
      .key.line {
        --key-color: var(--primary-color, #009ac7);
      }
      .key.band {
        --key-color: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
      .key.band::before {
        height: 10px;
      }
      .key.p50 {
        --key-color: var(--purple-color, #926bc7);
      }
      .key.p95 {
        --key-color: var(--accent-color, #ff9800);
      }
      .loading {
        height: 264px;
      }
      .recent {
        margin-block-start: 16px;
      }
      .recent .sparkline {
        height: 64px;
      }
    `],d([m({attribute:!1})],Z1.prototype,"host",2),d([m({attribute:!1})],Z1.prototype,"server",2),d([P()],Z1.prototype,"range",2),d([P()],Z1.prototype,"selected",2),Z1=d([S("plex-connection-latency-chart")],Z1);var C2,S1,H2,O,D3,p9,m9,l9,s9,v9,$5,E3,x9,u9,C1=class extends c{constructor(){super(...arguments);s(this,O);s(this,C2,new M1(this));s(this,S1,new M1(this));s(this,H2,new M1(this))}render(){let{text:C,connected:L}=this.host,e={isDisabled:!L};return t`
      <div class="buttons">
        ${o(this,O,p9).call(this)}
        ${z1(C("panel_action_rediscover"),"rediscover",A(this,C2).isRunning,()=>o(this,O,$5).call(this,A(this,C2),$.rediscover),e)}
        ${this.server.pinned||A(this,S1).isRunning?z1(C("panel_action_unpin"),"unpin",A(this,S1).isRunning,()=>{o(this,O,x9).call(this)},e):n}
        ${z1(C("panel_action_forget"),"forget",A(this,H2).isRunning,()=>{o(this,O,u9).call(this)},{...e,classes:"plain"})}
      </div>
      ${o(this,O,l9).call(this)}
      <div role="status">${o(this,O,s9).call(this)}</div>
      <plex-connection-confirm-dialog
        .heading=${C("panel_action_forget_title",{name:this.server.name})}
        .message=${C("panel_action_forget_text")}
        .yes=${C("panel_action_forget_yes")}
        .no=${C("panel_action_cancel")}
      ></plex-connection-confirm-dialog>
    `}};C2=new WeakMap,S1=new WeakMap,H2=new WeakMap,O=new WeakSet,D3=function(){let{entry_id:C,server_id:L}=this.server;return{entry_id:C,server_id:L}},p9=function(){let{text:C,connected:L}=this.host,{isRunning:e}=this.test;return z1(C(e?"panel_action_stop":"panel_action_test"),e?"failed":"test",!1,()=>e?this.test.stop():o(this,O,m9).call(this),{isDisabled:!L,classes:"test"})},m9=function(){o(this,O,E3).call(this),this.test.start(this.host,A(this,O,D3))},l9=function(){let{kind:C,done:L,total:e}=this.testState;if(C!=="running")return n;let M=e>0?this.host.text("panel_action_test_progress",{done:L,total:e}):this.host.text("panel_action_test_begins");return t`<div class="progress">
      <progress
        max=${Math.max(e,1)}
        value=${L}
        aria-label=${this.host.text("panel_action_test")}
      ></progress>
      <span class="number">${M}</span>
    </div>`},s9=function(){let{text:C}=this.host;return[o(this,O,v9).call(this),F3(A(this,C2),L=>S5(this.host,L)),F3(A(this,S1),()=>this.server.pinned?"":C("panel_action_unpinned")),F3(A(this,H2),()=>C("panel_action_forgotten"))].map(L=>L?t`<p class="message">${L}</p>`:n)},v9=function(){let{text:C,format:L}=this.host,{kind:e,done:M,total:r,working:i,finishedAt:a,message:v}=this.testState;switch(e){case"finished":return C("panel_action_test_finished",{time:L.time(new Date(a),!0),working:i,total:r});case"stopped":return r>0?C("panel_action_test_stopped",{done:M,total:r}):C("panel_action_test_stopped_early");case"failed":return v;default:return""}},$5=function(C,L,e={}){o(this,O,E3).call(this);let{entry_id:M}=this.server,r=L===$.rediscover?{entry_id:M}:A(this,O,D3);return C.run(this.host,{type:L,...r,...e})},E3=function(){for(let C of[A(this,C2),A(this,S1),A(this,H2)])C.reset()},x9=async function(){await o(this,O,$5).call(this,A(this,S1),$.pin,{url:null}),A(this,S1).state.kind==="done"&&this.testButton.focus()},u9=async function(){await this.dialog.ask()&&await o(this,O,$5).call(this,A(this,H2),$.forget)},C1.styles=[f,l2,F,p`
      :host {
        margin-block-start: 16px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .progress {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 12px;
      }
      progress {
        flex: 1;
        max-width: 480px;
        height: 4px;
        border: none;
        border-radius: 2px;
        overflow: hidden;
        appearance: none;
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-bar {
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-value {
        background: var(--primary-color, #009ac7);
        transition: width 180ms ease-in-out;
      }
      progress::-moz-progress-bar {
        background: var(--primary-color, #009ac7);
      }
    `],d([m({attribute:!1})],C1.prototype,"host",2),d([m({attribute:!1})],C1.prototype,"server",2),d([m({attribute:!1})],C1.prototype,"test",2),d([m({attribute:!1})],C1.prototype,"testState",2),d([U1("plex-connection-confirm-dialog")],C1.prototype,"dialog",2),d([U1(".test")],C1.prototype,"testButton",2),C1=d([S("plex-connection-server-actions")],C1);function F3(V,H){let{state:C}=V;return C.kind==="done"?H(C.result):C.kind==="failed"?C.message:""}var t1,c9,Z9,S9,h9,V2=class extends c{constructor(){super(...arguments);s(this,t1)}render(){let{server:C}=this;return t`<section class="card ${a2(C)}">
      <div class="top">
        <span class="circle">${Z(K(C.connection_type))}</span>
        <div class="what">
          <div role="status"><h2>${o(this,t1,c9).call(this)}</h2></div>
          <p class="secondary">${C.suspected?this.host.text("panel_suspected"):o(this,t1,Z9).call(this)}</p>
        </div>
        ${o(this,t1,S9).call(this)}
      </div>
      <slot name="notices"></slot>
      <dl>${o(this,t1,h9).call(this)}</dl>
      <slot></slot>
    </section>`}};t1=new WeakSet,c9=function(){let{host:C,server:L}=this,e=o2(C.text,L);return L.active?t`${e}
      <span class="address">${L.active.address}</span>`:t`${e}`},Z9=function(){let{host:C,server:L}=this,e=r3(C,L);return e?L.refused?t`${C.text("panel_last_change")} · ${e}`:e:n},S9=function(){let{device_id:C}=this.server;return C?t`<a class="device" href="/config/devices/device/${C}" @click=${_}>
      ${this.host.text("panel_server_device")}
    </a>`:n},h9=function(){let{host:C,server:L}=this,{text:e,format:M}=C,r=h=>h===null?null:t`<span class="number">${M.milliseconds(h)}</span>`,i=L.standby?t`${w(e,L.standby.type)}
          <span class="address">${L.standby.address}</span>`:e("panel_none"),a=L.success_rate;return[["panel_latency",r(L.latency_ms)],["panel_server_usual",r(L.latency.usual_ms)],["panel_server_success_rate",a===null?null:M.percent(a)],["panel_next_check",t3(C,L)],["panel_standby",i],["panel_server_push",e(`panel_server_push_${L.push_open?"open":"closed"}`)],["panel_server_version",L.version],["panel_server_platform",L.platform],["panel_server_owner",L.owned?null:L.owner_name]].filter(([,h])=>h!==null).map(([h,l])=>t`<div><dt>${e(h)}</dt><dd><bdi>${l}</bdi></dd></div>`)},V2.styles=[f,k,F,p`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .circle {
        display: grid;
        place-items: center;
        width: 48px;
        height: 48px;
        flex: none;
        border-radius: 50%;
        background: color-mix(in srgb, var(--type-color) 20%, transparent);
        color: var(--type-color);
      }
      .what {
        flex: 1 1 200px;
        min-width: 0;
      }
      h2 {
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
      }
      h2 .address {
        color: var(--secondary-text-color, #5e5e5e);
      }
      .device {
        padding-block: 8px;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(160px, 45%), 1fr));
        gap: 12px 16px;
        margin: 16px 0 0;
      }
      dl div {
        min-width: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `],d([m({attribute:!1})],V2.prototype,"host",2),d([m({attribute:!1})],V2.prototype,"server",2),V2=d([S("plex-connection-server-head")],V2);var N5=class{constructor(H){this.state={kind:"connecting"};this.#V=!1;this.#e=H,H.addController(this)}#e;#C;#L;#H;#V;use(H,C){H===this.#L&&C.entry_id===this.#H?.entry_id&&C.server_id===this.#H?.server_id||(this.#C?.close(),this.#L=H,this.#H=C,this.server=void 0,this.state={kind:"connecting"},this.#C=new d2(H,{type:$.subscribeServer,...C},e=>{A5(e.now),this.server=e.server,this.#e.requestUpdate()},e=>{this.state=e,this.#e.requestUpdate()}),this.#V&&this.#C.open())}hostConnected(){this.#V=!0,this.#C?.open()}hostDisconnected(){this.#V=!1,this.#C?.close()}};var N8={offline:["error","offline"],starting:["info","waiting"],denied:["warning","alert"],unlisted:["warning","unknown"],relay:["warning","relay"],slow:["warning","slow"],unencrypted:["warning","unencrypted"],pinned:["info","pinned"],better:["info","better"],away:["warning","alert"],refused:["error","alert"]};function I8(V){let H=V.starting||V.refused;return[["offline",V.connection_type==="offline"&&!H],["starting",V.starting],["denied",V.refused],["unlisted",V.unlisted_since!==null],["relay",V.connection_type==="relay"],["slow",V.performance==="degraded"],["unencrypted",V.encrypted===!1],["pinned",V.pinned!==null&&V.connection_type!=="offline"],["better",V.better!==null]].filter(([,L])=>L).map(([L])=>L)}function W8(V,H,C){let{text:L,format:e}=V,{better:M,pinned:r,latency:i,latency_ms:a}=H;return C==="slow"&&a!==null&&i.usual_ms!==null?L("panel_server_notice_slow_than",{latency:e.milliseconds(a),usual:e.milliseconds(i.usual_ms)}):C==="offline"&&r?L("panel_server_notice_offline_pinned",{address:r}):C==="unlisted"&&H.unlisted_since?L("panel_server_notice_unlisted",{time:e.dateTime(new Date(H.unlisted_since))}):L(`panel_server_notice_${C==="better"&&r?"better_pinned":C}`,{type:M?w(L,M.type):"",address:(C==="pinned"?r:M?.address)??""})}function I5(V,H){let[C,L]=N8[V];return t`<div class="notice ${C}">${Z(L)}<span>${H}</span></div>`}function f9(V,H){return t`${I(I8(H),C=>C,C=>I5(C,W8(V,H,C)))}${H.open_repairs>0?t`<div class="notice warning">
          ${Z("alert")}${L3(V,H)}
        </div>`:n}`}var g9=p`
  .notice {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-sm, 4px);
    background: color-mix(in srgb, var(--notice-color) 12%, transparent);
    overflow-wrap: anywhere;
  }
  .notice .icon {
    fill: var(--notice-color);
  }
  .notice.error {
    --notice-color: var(--error-color, #db4437);
  }
  .notice.warning {
    --notice-color: var(--warning-color, #ffa600);
  }
  .notice.info {
    --notice-color: var(--info-color, #039be5);
  }
`;var U8=8,i1,h1,$2,G,O9,y9,b9,w9,k9,T9,B1=class extends c{constructor(){super(...arguments);s(this,G);this.narrow=!1;s(this,i1,new N5(this));s(this,h1,new g5(this));s(this,$2)}willUpdate(){let C=L1(this.ref);C!==A(this,$2)&&(B(this,$2,C),A(this,h1).reset()),A(this,i1).use(this.host.connection,this.ref),A(this,i1).server!==void 0&&A(this,h1).dropReported(A(this,i1).server)}render(){let{server:C}=A(this,i1);return t`<div class="page">
      <div class="notices" role="status">${o(this,G,O9).call(this)}</div>
      ${C?o(this,G,b9).call(this,C):C===null?o(this,G,k9).call(this):o(this,G,T9).call(this)}
    </div>`}};i1=new WeakMap,h1=new WeakMap,$2=new WeakMap,G=new WeakSet,O9=function(){let{state:C}=A(this,i1),{text:L,connected:e}=this.host;return C.kind==="refused"?I5("refused",`${L("panel_server_notice_refused")} ${C.message}`):C.kind==="lost"||!e?I5("away",L(`panel_server_notice_${A(this,i1).server?"away":"absent"}`)):n},y9=function(){return A(this,i1).state.kind!=="live"||!this.host.connected},b9=function(C){let{host:L}=this,e=C.candidates.length>U8,M=t`<plex-connection-change-list
      .host=${L}
      .server=${C}
    ></plex-connection-change-list>`;return t`<div class="content ${A(this,G,y9)?"stale":""}">
      ${o(this,G,w9).call(this,C)}
      <div class="column">
        <plex-connection-candidate-list
          .host=${L}
          .server=${C}
          .test=${A(this,h1)}
          .testState=${A(this,h1).state}
        ></plex-connection-candidate-list>
        ${e?n:M}
      </div>
      <div class="column">
        <plex-connection-day-timeline
          .host=${L}
          .server=${C}
        ></plex-connection-day-timeline>
        <plex-connection-latency-chart
          .host=${L}
          .server=${C}
        ></plex-connection-latency-chart>
        <plex-connection-figures .host=${L} .server=${C}></plex-connection-figures>
        ${e?M:n}
      </div>
    </div>`},w9=function(C){let{host:L}=this,e=L.isAdmin?t`<plex-connection-server-actions
          .host=${L}
          .server=${C}
          .test=${A(this,h1)}
          .testState=${A(this,h1).state}
        ></plex-connection-server-actions>`:n;return t`<plex-connection-server-head
      class="whole"
      .host=${L}
      .server=${C}
    >
      <div class="notices" slot="notices">${f9(L,C)}</div>
      ${e}
    </plex-connection-server-head>`},k9=function(){let{text:C}=this.host;return t`<section class="card gone">
      ${Z("offline")}
      <h2>${C("panel_server_gone")}</h2>
      <p class="secondary">${C("panel_server_gone_why")}</p>
      <a href=${g1} @click=${_}>${C("panel_back")}</a>
    </section>`},T9=function(){return t`<div class="content" aria-busy="true">
      <span class="visually-hidden">${this.host.text("panel_loading")}</span>
      ${["whole","",""].map(C=>t`<div class="card skeleton ${C}"></div>`)}
    </div>`},B1.styles=[f,k,F,g9,p`
      :host {
        container-type: inline-size;
      }
      .page {
        max-width: 1400px;
        margin-inline: auto;
        padding: 16px;
      }
      .content {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
        gap: 16px;
        transition: filter 180ms ease-in-out;
      }
      /* Possibly outdated content is gray, but stays readable. */
      .content.stale {
        filter: grayscale(0.9);
      }
      /* In a single column, past changes come last. */
      .column {
        display: contents;
      }
      plex-connection-change-list {
        order: 1;
      }
      .notices {
        display: grid;
        gap: 8px;
      }
      .page > .notices:not(:empty) {
        margin-block-end: 16px;
      }
      .content .notices {
        margin-block-start: 16px;
      }
      .content .notices:empty {
        display: none;
      }
      .gone {
        display: grid;
        justify-items: center;
        gap: 8px;
        padding: 48px 16px;
        text-align: center;
      }
      .gone .icon {
        width: 48px;
        height: 48px;
        fill: var(--secondary-text-color, #5e5e5e);
      }
      .skeleton {
        min-height: 320px;
        background: color-mix(
          in srgb,
          var(--divider-color, #e0e0e0) 40%,
          var(--card-background-color, #fff)
        );
        animation: pulse 1.6s ease-in-out infinite alternate;
      }
      .skeleton.whole {
        min-height: 160px;
      }
      @keyframes pulse {
        to {
          opacity: 0.5;
        }
      }
      @container (min-width: 1000px) {
        .content {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .whole {
          grid-column: 1 / -1;
        }
        .column {
          display: grid;
          grid-template-columns: minmax(0, 1fr);
          gap: 16px;
        }
      }
      @container (max-width: 500px) {
        .page {
          padding: 8px;
        }
        .content {
          gap: 8px;
        }
      }
    `],d([m({attribute:!1})],B1.prototype,"host",2),d([m({attribute:!1})],B1.prototype,"ref",2),d([m({type:Boolean,reflect:!0})],B1.prototype,"narrow",2),B1=d([S("plex-connection-server-page")],B1);function G8(){return new URL(import.meta.url).searchParams.get("v")}var N2,L2,I2,R,R9,B9,P9,_9,F9,D9,E9,$9,P1=class extends c{constructor(){super(...arguments);s(this,R);this.narrow=!1;this.route={prefix:g1,path:""};this.bundle=G8();s(this,N2,new n2(this));s(this,L2,new p2(this));s(this,I2,!1)}set hass(C){A(this,N2).update(C),A(this,L2).use(C.connection)}willUpdate(C){let L=C.get("route");L&&B(this,I2,!x5(L.path)&&!!x5(this.route.path))}render(){let C=A(this,N2).value,L=x5(this.route.path);return t`
      <header class="toolbar">
        ${L?o(this,R,E9).call(this,C):o(this,R,F9).call(this,C)}
        <h1>${o(this,R,B9).call(this,L)}</h1>
      </header>
      <main>${C?o(this,R,P9).call(this,C,L):o(this,R,R9).call(this,L)}</main>
    `}};N2=new WeakMap,L2=new WeakMap,I2=new WeakMap,R=new WeakSet,R9=function(C){return C?n:h5("")},B9=function(C){let L=C&&A(this,L2).value.servers.find(e=>e.entry_id===C.entry_id&&e.server_id===C.server_id);return L?L.name:"Plex Connection"},P9=function(C,L){let e=A(this,L2).value;return t`
      ${o(this,R,_9).call(this,C)}
      ${L?t`<plex-connection-server-page
              .host=${C}
              .ref=${L}
              .narrow=${this.narrow}
            ></plex-connection-server-page>`:t`<plex-connection-overview-page
              .host=${C}
              .overview=${e}
              .narrow=${this.narrow}
            ></plex-connection-overview-page>`}
    `},_9=function(C){let L=A(this,L2).value.bundle;return!L||!this.bundle||L===this.bundle?n:t`<div class="notice card" role="status">
      ${Z("info")}
      <span>${C.text("panel_outdated")}</span>
      <button @click=${()=>location.reload()}>${C.text("panel_reload_page")}</button>
    </div>`},F9=function(C){return customElements.get("ha-menu-button")?t`<ha-menu-button
        .hass=${C?.hass}
        .narrow=${this.narrow}
      ></ha-menu-button>`:this.narrow?t`<button
      class="plain round"
      aria-label=${C?.text("panel_menu")??""}
      @click=${o(this,R,D9)}
    >
      ${Z("menu")}
    </button>`:t``},D9=function(){this.dispatchEvent(new CustomEvent("hass-toggle-menu",{bubbles:!0,composed:!0}))},E9=function(C){return t`<button
      class="plain round"
      aria-label=${C?.text("panel_back")??""}
      @click=${o(this,R,$9)}
    >
      ${Z(C?.rtl?"forward":"back")}
    </button>`},$9=function(){A(this,I2)?history.back():M5(g1)},P1.styles=[f,f5,p`
      :host {
        /* The part of the screen that cameras and round corners cover. */
        --inset-left: var(
          --safe-area-content-inset-left,
          var(--safe-area-inset-left, 0px)
        );
        --inset-right: var(
          --safe-area-content-inset-right,
          var(--safe-area-inset-right, 0px)
        );
        display: block;
        min-height: 100%;
        background: var(--primary-background-color, #fafafa);
      }
      main {
        padding: 0 var(--inset-right) var(--safe-area-inset-bottom, 0px)
          var(--inset-left);
      }
      .toolbar {
        position: sticky;
        top: 0;
        z-index: 4;
        display: flex;
        align-items: center;
        gap: 8px;
        height: calc(var(--header-height, 56px) + var(--safe-area-inset-top, 0px));
        padding: var(--safe-area-inset-top, 0px) calc(12px + var(--inset-right)) 0
          calc(12px + var(--inset-left));
        background: var(--app-header-background-color, var(--primary-color, #009ac7));
        color: var(--app-header-text-color, #fff);
        border-bottom: var(--app-header-border-bottom, none);
      }
      .toolbar h1 {
        margin: 0;
        margin-inline-start: 8px;
        overflow: hidden;
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
        line-height: 1;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .toolbar button {
        color: inherit;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        max-width: min(1368px, 100% - 32px);
        margin: 16px auto 0;
        padding: 12px 16px;
      }
      .notice span {
        flex: 1;
      }
    `],d([m({type:Boolean,reflect:!0})],P1.prototype,"narrow",2),d([m({attribute:!1})],P1.prototype,"route",2),d([m({attribute:!1})],P1.prototype,"bundle",2),P1=d([S("plex-connection-panel")],P1);var Q8=["plex_tv_reachable","servers_found","requests_today","last_discovery","discovery_trigger"],z8=["connection_changed","degraded","recovered"],K8=["latency","latency_p50","latency_p95"],W2={grid_options:{columns:"full"}},N3={name:{type:"entity"}},q8={name:{type:"device"}};function j8({name:V,isNameShared:H}){return H?{name:V}:q8}function N9(V,H){let C=_1(H,Q8).map(M=>I3(M)),L=_1(H,["rediscover"]).map(M=>$3(M)),e=H.name||V("strategy_account");return Z2(e,"mdi:account-circle-outline",[...C,...L])}function I9(V,H,C){return U9([Z2(H("strategy_history"),"mdi:chart-line",G9(V,C,j8)),Z2(H("strategy_activity"),"mdi:history",Q9(V,C))])}function W9(V,H,C){return U9([Z2(H("strategy_connection"),"mdi:lan-connect",Y8(V,H,C)),Z2(H("strategy_history"),"mdi:chart-line",J8(V,C)),Z2(H("strategy_activity"),"mdi:history",Q9(V,[C]))])}function U9(V){return V.filter(H=>H.cards.length>1)}function Y8(V,H,C){let L=V.user?.is_admin??!1;return[{type:Q1,device:C.id,show_details:!0,show_account:!0},..._1(C,["connection"]).map(e=>I3(e,W2)),..._1(C,["test_connections","rediscover"]).map(e=>$3(e)),...(L?_1(C,["forget"]):[]).map(e=>$3(e,X8(H,C)))]}function X8(V,H){return{confirmation:{title:V("panel_action_forget_title",{name:H.name}),text:V("panel_action_forget_text"),confirm_text:V("panel_action_forget_yes")}}}function J8(V,H){let C=_1(H,K8);return[...G9(V,[H],()=>N3),...W3(V,"recorder")?CC(C):[]]}function G9(V,H,C){let L=H.flatMap(e=>_1(e,["connection_type"]).map(M=>({entity:M,...C(e)})));return L.length===0||!W3(V,"history")?[]:[{type:"history-graph",entities:L,hours_to_show:24,...W2}]}function CC(V){if(V.length===0)return[];let H=V.map(L=>({entity:L,...N3})),C=V.length>1?["mean"]:["mean","min","max"];return[{type:"statistics-graph",entities:H,stat_types:C,period:"hour",days_to_show:7,...W2}]}function Q9(V,H){let C=H.flatMap(L=>_1(L,["activity"]));return C.length===0||!W3(V,"logbook")?[]:[{type:"logbook",target:{entity_id:C},state_filter:z8,hours_to_show:48,...W2}]}function Z2(V,H,C){return{type:"grid",cards:[{type:"heading",heading:V,icon:H},...C]}}function I3(V,H={}){return{type:"tile",entity:V,...N3,...H}}function $3(V,H={}){let C={action:"perform-action",perform_action:"button.press",target:{entity_id:V},...H};return I3(V,{...W2,hide_state:!0,tap_action:C,icon_tap_action:C})}function _1({entities:V},H){return H.flatMap(C=>V[C]??[])}function W3(V,H){return V.config.components.includes(H)}var HC=8,W5=3;function z9(V,H){let{servers:C,accounts:L}=m2(V),e=C.length>HC;return{title:H("strategy_name"),views:[{title:H("strategy_overview"),path:"overview",type:"sections",max_columns:W5,sections:[VC(H,C,L.length>1),...L.map(M=>N9(H,M)),...e?[]:I9(V,H,C)]},...e?[LC(H,C)]:[],...C.map(M=>eC(V,H,M,e))]}}function VC(V,H,C){let L={type:"heading",heading:V("strategy_servers")},M={type:Q1,...C?{show_account:!0}:{},grid_options:{columns:"full"}},r=H.length>0?[L,M]:[M];return{type:"grid",column_span:W5,cards:r}}function LC(V,H){return{title:V("strategy_servers"),path:"servers",type:"sections",icon:"mdi:server-network",max_columns:W5,sections:H.map(C=>({type:"grid",cards:[{type:"heading",heading:C.name,tap_action:{action:"navigate",navigation_path:K9(C)}},{type:Q1,device:C.id,show_details:!0}]}))}}function eC(V,H,C,L){return{title:C.name,path:K9(C),type:"sections",...L?{subview:!0}:{},max_columns:W5,sections:W9(V,H,C)}}function K9(V){return`server-${V.id}`}var U3="plex-connection",MC="mdi:transit-connection-variant",F1=class extends HTMLElement{static async generate(H,C){return z9(C,await p1(C))}static getCreateSuggestions(H){return{title:e1("strategy_name"),icon:MC}}static shouldRegenerate(H,C,L){return C.language!==L.language?!0:!F1.registryDependencies.every(M=>C[M]===L[M])&&q9(C)!==q9(L)}};F1.noEditor=!0,F1.registryDependencies=["entities","devices"],F1=d([S(`ll-strategy-dashboard-${U3}`)],F1);function q9(V){return JSON.stringify(m2(V))}var Y9="https://github.com/plex-connection/ha-plex-connection/blob/main/docs/dashboard.md",rC={type:B2,get name(){return e1("card_name")},get description(){return e1("card_description")},preview:!0,documentationURL:Y9,getEntitySuggestion:v7},tC={type:U3,strategyType:"dashboard",get name(){return e1("strategy_name")},get description(){return e1("strategy_description")},documentationURL:Y9};function X9(){window.customCards??=[],window.customStrategies??=[],j9(window.customCards,rC),j9(window.customStrategies,tC)}function j9(V,H){V.some(C=>C?.type===H.type)||V.push(H)}X9();
/*! Bundled license information:

@lit/reactive-element/css-tag.js:
  (**
   * @license
   * Copyright 2019 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/reactive-element.js:
lit-html/lit-html.js:
lit-element/lit-element.js:
@lit/reactive-element/decorators/custom-element.js:
@lit/reactive-element/decorators/property.js:
@lit/reactive-element/decorators/state.js:
@lit/reactive-element/decorators/event-options.js:
@lit/reactive-element/decorators/base.js:
@lit/reactive-element/decorators/query.js:
@lit/reactive-element/decorators/query-all.js:
@lit/reactive-element/decorators/query-async.js:
@lit/reactive-element/decorators/query-assigned-nodes.js:
lit-html/directive.js:
lit-html/directives/repeat.js:
  (**
   * @license
   * Copyright 2017 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/is-server.js:
  (**
   * @license
   * Copyright 2022 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/decorators/query-assigned-elements.js:
  (**
   * @license
   * Copyright 2021 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/directive-helpers.js:
  (**
   * @license
   * Copyright 2020 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)
*/
